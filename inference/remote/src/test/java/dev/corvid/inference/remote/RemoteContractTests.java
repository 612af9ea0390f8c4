package dev.corvid.inference.remote;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.test.LanguageModelContract;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The contract of models as far as one behind a server can keep it: the server counts, keeps to
/// limits and tells what stopped it.
@Timeout(60)
@ExtendWith(RemoteContractTests.AsFarAsAServerGoes.class)
class RemoteContractTests extends LanguageModelContract {
  private static @Nullable ScriptedServer server;
  private static @Nullable RemoteLanguageModel model;

  /// Leaves out what no server can do, or what this one would only pretend to do.
  static final class AsFarAsAServerGoes implements ExecutionCondition {
    private static final Map<String, String> LEFT_OUT =
        Map.of(
            "neverWritesMoreThanMaxTokens", "servers give no token ids",
            "underASchemaTheTextIsWhatItAllows", "servers give no token ids",
            "underASchemaTheTextIsClosedWithinMaxTokens", "servers cut a text at the limit",
            "refusesAStrictSchemaThatItCannotEnforceAndIgnoresThatOfALenientOne",
                "what can be enforced is the server's to say");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String name = context.getTestMethod().map(method -> method.getName()).orElse("");
      return LEFT_OUT.containsKey(name)
          ? ConditionEvaluationResult.disabled(LEFT_OUT.get(name))
          : ConditionEvaluationResult.enabled("");
    }
  }

  @BeforeAll
  static void open() throws IOException {
    server = CountingModel.start();
    model = RemoteLanguageModel.open(RemoteSettings.of(server.url()).withModel("counting"));
  }

  @AfterAll
  static void close() {
    if (model != null && server != null) {
      model.close();
      server.close();
    }
  }

  @Override
  protected LanguageModel model() {
    if (model == null) {
      throw new IllegalStateException("the model is not open");
    }
    return model;
  }
}
