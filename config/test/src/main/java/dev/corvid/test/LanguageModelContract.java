package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.CorvidException;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What every [LanguageModel] keeps to. Extend it and return a model; the same one may be returned
/// each time, and the contract does not close it.
public abstract class LanguageModelContract {
  // What follows must be beyond doubt: a model may round differently by what it read before.
  private static final Prompt PROMPT = Prompt.text("1, 2, 3, 4, 5, 6, 7, 8, 9, 10,");
  private static final Prompt CHAT =
      Prompt.chat(Message.system("Be brief."), Message.user("Name a bird."));

  private static final String BIRD =
      "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
          + "\"eggs\":{\"type\":\"integer\"}},\"required\":[\"name\",\"eggs\"]}";
  private static final Pattern BIRD_TEXT =
      Pattern.compile(
          "\\{\"name\": ?\"(?:[^\"\\\\]|\\\\.)*\", ?\"eggs\": ?-?(?:0|[1-9][0-9]*)}",
          Pattern.DOTALL);

  /// The model under test.
  protected abstract LanguageModel model();

  @Test
  void describesItself() {
    assertThat(model().description().name()).isNotBlank();
    assertThat(model().description().contextLength()).isPositive();
  }

  @Test
  void piecesOfTextMakeUpTheCompletion() {
    Heard heard = new Heard();
    Completion completion = model().generate(PROMPT, GenerationOptions.greedy(12), heard);
    assertThat(String.join("", heard.pieces)).isEqualTo(completion.text());
    assertThat(heard.pieces).doesNotContain("");
  }

  @Test
  void neverWritesMoreThanMaxTokens() {
    Completion completion = generate(PROMPT, GenerationOptions.greedy(3));
    assertThat(completion.tokens()).hasSizeLessThanOrEqualTo(3);
    assertThat(completion.usage().completionTokens()).isEqualTo(completion.tokens().size());
    if (completion.stopReason() == StopReason.LENGTH) {
      assertThat(completion.tokens()).hasSize(3);
    }
  }

  @Test
  void greedyRepeatsItself() {
    String first = generate(CHAT, GenerationOptions.greedy(12)).text();
    generate(PROMPT, GenerationOptions.greedy(2));
    assertThat(generate(CHAT, GenerationOptions.greedy(12)).text()).isEqualTo(first);
  }

  @Test
  void theSameSeedRepeatsTheSameText() {
    GenerationOptions options = GenerationOptions.greedy(12).withTemperature(1).withSeed(7);
    generate(CHAT, options);
    assertThat(generate(CHAT, options).text()).isEqualTo(generate(CHAT, options).text());
  }

  @Test
  void stopStringsEndTheTextAndAreNotReturned() {
    String text = generate(PROMPT, GenerationOptions.greedy(12)).text();
    assertThat(text).hasSizeGreaterThan(4);
    String stop = text.substring(2, 4);
    Heard heard = new Heard();
    Completion stopped =
        model().generate(PROMPT, GenerationOptions.greedy(12).withStop(List.of(stop)), heard);
    assertThat(stopped.stopReason()).isEqualTo(StopReason.STOP);
    assertThat(stopped.text()).isEqualTo(text.substring(0, text.indexOf(stop)));
    assertThat(String.join("", heard.pieces)).isEqualTo(stopped.text());
  }

  @Test
  void reportsHowThePromptIsRead() {
    Heard heard = new Heard();
    Completion completion = model().generate(CHAT, GenerationOptions.greedy(1), heard);
    assertThat(completion.usage().promptTokens()).isEqualTo(model().countTokens(CHAT));
    assertThat(completion.usage().cachedTokens()).isLessThanOrEqualTo(heard.total);
    assertThat(heard.total).isEqualTo(completion.usage().promptTokens());
    assertThat(heard.done).isEqualTo(heard.total);
  }

  @Test
  void scoresEachTokenOfTheContinuation() {
    Score score = model().score(PROMPT, " 11, 12", GenerationListener.SILENT);
    assertThat(score.logProbabilities()).isNotEmpty().allMatch(p -> p <= 0 && !p.isNaN());
    Score again = model().score(PROMPT, " 11, 12", GenerationListener.SILENT);
    assertThat(again.total()).isCloseTo(score.total(), within(0.5));
  }

  @Test
  void scoringDoesNotDisturbGeneration() {
    String text = generate(PROMPT, GenerationOptions.greedy(8)).text();
    model().score(PROMPT, " banana", GenerationListener.SILENT);
    model().score(CHAT, "Raven", GenerationListener.SILENT);
    assertThat(generate(PROMPT, GenerationOptions.greedy(8)).text()).isEqualTo(text);
  }

  @Test
  void refusesAnEmptyContinuation() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model().score(PROMPT, "", GenerationListener.SILENT));
  }

  @Test
  void refusesAPromptLongerThanTheContext() {
    Prompt tooLong = Prompt.text(" bird".repeat(model().description().contextLength() + 1));
    assertThatThrownBy(() -> generate(tooLong, GenerationOptions.greedy(1)))
        .isInstanceOfSatisfying(
            CorvidException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(CorvidException.Kind.INPUT);
              assertThat(e.remedy()).isNotBlank();
            });
  }

  @Test
  void anInterruptCancelsAndTheModelStaysUsable() {
    String text = generate(PROMPT, GenerationOptions.greedy(8)).text();
    GenerationListener interrupting =
        new GenerationListener() {
          @Override
          public void text(String piece) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> model().generate(PROMPT, GenerationOptions.greedy(8), interrupting))
        .isInstanceOf(CancellationException.class);
    Thread.interrupted();
    assertThat(generate(PROMPT, GenerationOptions.greedy(8)).text()).isEqualTo(text);
  }

  @Test
  void whatAListenerThrowsReachesTheCallerAndTheModelStaysUsable() {
    String text = generate(PROMPT, GenerationOptions.greedy(8)).text();
    GenerationListener failing =
        new GenerationListener() {
          @Override
          public void text(String piece) {
            throw new UnsupportedOperationException("listener");
          }
        };
    assertThatThrownBy(() -> model().generate(PROMPT, GenerationOptions.greedy(8), failing))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(generate(PROMPT, GenerationOptions.greedy(8)).text()).isEqualTo(text);
  }

  @Test
  void underASchemaTheTextIsWhatItAllows() {
    Heard heard = new Heard();
    Completion bird = model().generate(CHAT, schema("{\"enum\":[\"raven\",\"crow\"]}", 12), heard);
    assertThat(bird.text()).isIn("\"raven\"", "\"crow\"");
    assertThat(bird.stopReason()).isEqualTo(StopReason.CONSTRAINT);
    assertThat(String.join("", heard.pieces)).isEqualTo(bird.text());
    assertThat(bird.usage().completionTokens()).isEqualTo(bird.tokens().size());
    assertThat(generate(CHAT, schema(BIRD, 60)).text()).matches(BIRD_TEXT);
    assertThat(generate(CHAT, schema(BIRD, 60).withTemperature(1).withSeed(3)).text())
        .matches(BIRD_TEXT);
  }

  @Test
  void underASchemaTheTextIsClosedWithinMaxTokens() {
    int shortest = 0;
    for (int maxTokens : new int[] {1, 2, 4, 8, 12, 16, 24, 40}) {
      try {
        Completion completion = generate(CHAT, schema(BIRD, maxTokens));
        shortest = shortest == 0 ? maxTokens : shortest;
        assertThat(completion.text()).matches(BIRD_TEXT);
        assertThat(completion.tokens()).hasSizeLessThanOrEqualTo(maxTokens);
      } catch (CorvidException e) {
        assertThat(shortest).as("%d tokens: %s", maxTokens, e.getMessage()).isZero();
        assertThat(e.kind()).isEqualTo(CorvidException.Kind.INPUT);
      }
    }
    assertThat(shortest).isGreaterThan(1);
  }

  @Test
  void refusesAStrictSchemaThatItCannotEnforceAndIgnoresThatOfALenientOne() {
    String schema = "{\"type\":\"integer\",\"minimum\":3}";
    assertThatThrownBy(() -> generate(CHAT, schema(schema, 12)))
        .isInstanceOfSatisfying(
            CorvidException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(CorvidException.Kind.INPUT);
              assertThat(e).hasMessageContaining("/minimum");
              assertThat(e.remedy()).isNotBlank();
            });
    GenerationOptions lenient =
        GenerationOptions.greedy(12).withConstraint(Constraint.JsonSchema.lenient(schema));
    assertThat(generate(CHAT, lenient).text()).matches("-?(0|[1-9][0-9]*)");
  }

  @Test
  void refusesASchemaThatIsNone() {
    for (String schema : List.of("", "{", "[]", "{\"type\":7}")) {
      assertThatThrownBy(() -> generate(CHAT, schema(schema, 12)))
          .as(schema)
          .isInstanceOfSatisfying(
              CorvidException.class,
              e -> assertThat(e.kind()).isEqualTo(CorvidException.Kind.INPUT));
    }
  }

  private static GenerationOptions schema(String schema, int maxTokens) {
    return GenerationOptions.greedy(maxTokens).withConstraint(Constraint.JsonSchema.strict(schema));
  }

  @Test
  void servesSeveralThreads() throws Exception {
    String text = generate(PROMPT, GenerationOptions.greedy(6)).text();
    Callable<String> task = () -> generate(PROMPT, GenerationOptions.greedy(6)).text();
    try (var threads = Executors.newFixedThreadPool(3)) {
      for (var result : threads.invokeAll(List.of(task, task, task))) {
        assertThat(result.get()).isEqualTo(text);
      }
    }
  }

  private Completion generate(Prompt prompt, GenerationOptions options) {
    return model().generate(prompt, options, GenerationListener.SILENT);
  }

  private static final class Heard implements GenerationListener {
    private final List<String> pieces = new ArrayList<>();
    private int done;
    private int total;

    @Override
    public void prefilled(int nowDone, int ofTotal) {
      assertThat(nowDone).isGreaterThanOrEqualTo(done).isLessThanOrEqualTo(ofTotal);
      done = nowDone;
      total = ofTotal;
    }

    @Override
    public void text(String piece) {
      pieces.add(piece);
    }
  }
}
