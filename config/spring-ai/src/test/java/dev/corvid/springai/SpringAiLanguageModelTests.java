package dev.corvid.springai;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.Effect;
import dev.corvid.agent.FunctionCaller;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.prompt.ChatOptions;

/// What becomes of a provider that can do less than a model in this process.
class SpringAiLanguageModelTests {
  private static final Prompt QUESTION = Prompt.chat(Message.user("Does a raven fly?"));
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"flies\":{\"type\":\"boolean\"}}}";

  private static LanguageModel model(ProviderModel provider) {
    return SpringAiLanguageModel.of(provider, 4096).named("provider");
  }

  private static Completion generate(ProviderModel provider, GenerationOptions options) {
    return model(provider).generate(QUESTION, options, GenerationListener.SILENT);
  }

  private static GenerationOptions lenient() {
    return GenerationOptions.greedy(50).withConstraint(Constraint.JsonSchema.lenient(SCHEMA));
  }

  @Test
  void whatIsNotToldIsEstimated() {
    Completion completion =
        generate(ProviderModel.saying("Ravens ", "fly."), GenerationOptions.greedy(50));

    assertThat(completion.text()).isEqualTo("Ravens fly.");
    assertThat(completion.stopReason()).isEqualTo(StopReason.END);
    assertThat(completion.usage().promptTokens())
        .isEqualTo(model(ProviderModel.saying()).countTokens(QUESTION));
    assertThat(completion.usage().completionTokens()).isBetween(2, 6);
    assertThat(completion.tokens()).hasSize(completion.usage().completionTokens()).containsOnly(-1);
  }

  @Test
  void aProviderWithoutStreamsIsCalled() {
    List<String> pieces = new ArrayList<>();
    GenerationListener listener =
        new GenerationListener() {
          @Override
          public void text(String piece) {
            pieces.add(piece);
          }
        };
    ProviderModel provider = ProviderModel.saying("Ravens ", "fly.").withoutStreams();

    Completion completion =
        model(provider).generate(QUESTION, GenerationOptions.greedy(50), listener);

    assertThat(completion.text()).isEqualTo("Ravens fly.");
    assertThat(pieces).containsExactly("Ravens fly.");
    assertThat(provider.prompts()).hasSize(1);
  }

  @Test
  void optionsAreHandedOn() {
    ProviderModel provider = ProviderModel.saying("Yes.");
    generate(provider, GenerationOptions.greedy(7).withTemperature(0.5).withTopK(9).withTopP(0.8));

    ChatOptions options = requireNonNull(provider.prompts().getFirst().getOptions());
    assertThat(options.getMaxTokens()).isEqualTo(7);
    assertThat(options.getTemperature()).isEqualTo(0.5);
    assertThat(options.getTopK()).isEqualTo(9);
    assertThat(options.getTopP()).isEqualTo(0.8);
  }

  @Test
  void aStopStringIsFoundAcrossPieces() {
    Completion completion =
        generate(
            ProviderModel.saying("They fl", "y.EN", "D And", " more"),
            GenerationOptions.greedy(50).withStop(List.of("END")));

    assertThat(completion.text()).isEqualTo("They fly.");
    assertThat(completion.stopReason()).isEqualTo(StopReason.STOP);
  }

  @Test
  void aSchemaGoesIntoTheSystemMessageAndItsTextIsCutOut() {
    ProviderModel provider =
        ProviderModel.saying("Sure, here it is:\n```json\n", "{\"flies\": true}", "\n```\nBye!");

    Completion completion = generate(provider, lenient());

    assertThat(completion.text()).isEqualTo("{\"flies\": true}");
    assertThat(completion.stopReason()).isEqualTo(StopReason.CONSTRAINT);
    assertThat(provider.prompts().getFirst().getSystemMessage().getText()).contains(SCHEMA);
  }

  @Test
  void whatIsNoJsonIsHandedOnAsItIs() {
    Completion completion = generate(ProviderModel.saying("It { flies"), lenient());
    assertThat(completion.text()).isEqualTo("It { flies");
    assertThat(completion.stopReason()).isEqualTo(StopReason.END);
  }

  @Test
  void aStrictSchemaNeedsAProviderThatEnforcesIt() {
    GenerationOptions strict =
        GenerationOptions.greedy(50).withConstraint(Constraint.JsonSchema.strict(SCHEMA));
    assertThatThrownBy(() -> generate(ProviderModel.saying("{}"), strict))
        .isInstanceOf(SpringAiException.Unsupported.class)
        .hasMessageContaining("provider")
        .hasMessageContaining("structured output");
  }

  @Test
  void decisionsGoByOneReply() {
    ProviderModel provider = ProviderModel.saying("Yes, it does.");
    LanguageModel model = model(provider);

    assertThat(model.score(QUESTION, "Yes", GenerationListener.SILENT).total())
        .isEqualTo(Math.log(0.99));
    for (String other : List.of("yes", "No", "Ye", "Yes, it does not")) {
      assertThat(model.score(QUESTION, other, GenerationListener.SILENT).total())
          .as(other)
          .isEqualTo(Math.log(0.01));
    }
    assertThat(provider.prompts()).hasSize(1);
  }

  @Test
  void aFunctionCallerWorksWithSuchAProvider() {
    ToolSpec weather =
        new ToolSpec(
            "weather", "Tells the weather.", "{\"type\":\"object\"}", Effect.READ, "t", List.of());
    for (boolean fits : new boolean[] {true, false}) {
      LanguageModel model = model(ProviderModel.saying(fits ? "Yes." : "No."));
      FunctionCaller caller = new FunctionCaller(model, List.of(weather));
      assertThat(caller.fit("Is it warm?", GenerationListener.SILENT).isAdvised()).isEqualTo(fits);
    }
    LanguageModel model =
        model(ProviderModel.saying("```json\n[{\"name\": \"weather\", \"arguments\": {}}]\n```"));
    assertThat(
            new FunctionCaller(model, List.of(weather))
                .calls("Is it warm?", GenerationListener.SILENT)
                .calls())
        .hasSize(1);
  }

  @Test
  void aFailureNamesTheModelAndKeepsItsCause() {
    var down = new UncheckedIOException("no route", new IOException("no route"));
    for (ProviderModel provider :
        List.of(ProviderModel.failing(down), ProviderModel.failing(down).withoutStreams())) {
      assertThatThrownBy(() -> generate(provider, GenerationOptions.greedy(5)))
          .isInstanceOf(SpringAiException.Model.class)
          .hasMessageContaining("provider")
          .hasMessageContaining("no route")
          .hasCause(down);
    }
  }

  @Test
  void specialTokensInDataAreCountedLikeAnyText() {
    LanguageModel model = model(ProviderModel.saying());
    assertThat(model.countTokens(Prompt.text("<|endoftext|> <|im_start|> \ud800")))
        .isGreaterThan(5);
  }
}
