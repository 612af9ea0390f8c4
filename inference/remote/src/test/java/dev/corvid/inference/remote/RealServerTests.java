package dev.corvid.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against a server of the user's, such as
/// `-Dcorvid.remote.url=http://localhost:8080/v1 -Dcorvid.test.excludedGroups=`.
@Tag("model")
@EnabledIfSystemProperty(named = "corvid.remote.url", matches = "http.+")
class RealServerTests {
  private static final Prompt CHAT =
      Prompt.chat(Message.system("Be brief."), Message.user("Name a bird."));

  private static @Nullable RemoteLanguageModel opened;

  @BeforeAll
  static void open() {
    opened =
        RemoteLanguageModel.open(
            RemoteSettings.of(URI.create(System.getProperty("corvid.remote.url", "")))
                .withModel(System.getProperty("corvid.remote.model", "")));
  }

  @AfterAll
  static void close() {
    model().close();
  }

  private static RemoteLanguageModel model() {
    if (opened == null) {
      throw new IllegalStateException("the model is not open");
    }
    return opened;
  }

  @Test
  void textComesInPiecesAndRepeats() {
    List<String> pieces = new ArrayList<>();
    GenerationListener listener =
        new GenerationListener() {
          @Override
          public void text(String piece) {
            pieces.add(piece);
          }
        };
    Completion completion = model().generate(CHAT, GenerationOptions.greedy(16), listener);
    assertThat(pieces).hasSizeGreaterThan(1).doesNotContain("");
    assertThat(String.join("", pieces)).isEqualTo(completion.text());
    assertThat(completion.usage().completionTokens()).isBetween(1, 16);
    assertThat(completion.usage().promptTokens()).isPositive();
    assertThat(
            model().generate(CHAT, GenerationOptions.greedy(16), GenerationListener.SILENT).text())
        .isEqualTo(completion.text());
  }

  @Test
  void bareTextIsContinuedUpToAStopString() {
    Completion completion =
        model()
            .generate(
                Prompt.text("1, 2, 3, 4, 5, 6, 7,"),
                GenerationOptions.greedy(24).withStop(List.of("10")),
                GenerationListener.SILENT);
    assertThat(completion.text()).isEqualTo(" 8, 9, ");
  }

  @Test
  void aSchemaIsKept() {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"name\":{\"enum\":[\"raven\",\"crow\"]},"
            + "\"eggs\":{\"type\":\"integer\"}},\"required\":[\"name\",\"eggs\"],"
            + "\"additionalProperties\":false}";
    Completion completion =
        model()
            .generate(
                CHAT,
                GenerationOptions.greedy(60).withConstraint(Constraint.JsonSchema.strict(schema)),
                GenerationListener.SILENT);
    assertThat(completion.stopReason()).isEqualTo(StopReason.CONSTRAINT);
    JsonNode json = JsonMapper.shared().readTree(completion.text());
    assertThat(json.path("name").asString()).isIn("raven", "crow");
    assertThat(json.path("eggs").isIntegralNumber()).isTrue();
  }

  @Test
  void theLikeliestFirstTokenIsTheOneThatIsWritten() {
    String first =
        model().generate(CHAT, GenerationOptions.greedy(1), GenerationListener.SILENT).text();
    double likely = model().score(CHAT, first, GenerationListener.SILENT).first();
    double unlikely = model().score(CHAT, "Zyx", GenerationListener.SILENT).first();
    assertThat(likely).isLessThanOrEqualTo(0).isGreaterThan(unlikely);
    assertThat(model().score(CHAT, first, GenerationListener.SILENT).first())
        .isCloseTo(likely, within(0.5));
  }

  @Test
  void tokensAreCountedAboutAsTheServerDoes() {
    Completion completion =
        model().generate(CHAT, GenerationOptions.greedy(1), GenerationListener.SILENT);
    assertThat(model().countTokens(CHAT))
        .isBetween(completion.usage().promptTokens() / 2, 2 * completion.usage().promptTokens());
  }
}
