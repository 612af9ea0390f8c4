package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Passage;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Query;
import dev.corvid.agent.Score;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent is real, the model says what a test wants.
class QaEvaluationTests {
  private static final String GOLD =
      "The Panthers defense gave up just 308 points in the whole season of that year.";
  private static final String OTHER = "Crows cache their food in the autumn and find it in winter.";
  private static final QaCase CASE =
      new QaCase(
          new Question(
              "q",
              "How many points did Carolina concede altogether?",
              List.of("308"),
              List.of(),
              true),
          "gold"::equals,
          Set.of("gold"),
          List.of(passage("gold", GOLD)));

  @TempDir Path folder;

  private static Passage passage(String document, String text) {
    return new Passage(document, "", List.of(), OptionalInt.empty(), 0, text.length(), text, 1);
  }

  private QaItem ask(double refusal) {
    LanguageModel model = new FixedModel("The Panthers defense gave up 308 points.", refusal);
    return new QaEvaluation(
            new RememberedModel(model, "fixed", folder), new TwoPassages(), Query.Mode.BM25)
        .ask(CASE);
  }

  @Test
  void anAnswerIsHeldAgainstTheGoldPassage() {
    QaItem item = ask(-20);

    assertThat(item.asked().contains()).isTrue();
    assertThat(item.asked().cited()).isTrue();
    assertThat(item.asked().goldRead()).isTrue();
    assertThat(item.asked().tokens()).isEqualTo(9);
    assertThat(item.handed().orElseThrow().contains()).isTrue();
    assertThat(item.boundContains()).isTrue();
  }

  @Test
  void theHiddenDocumentsAreNotRead() {
    assertThat(ask(-20).hidden().orElseThrow().goldRead()).isFalse();
  }

  @Test
  void theBoundDoesNotRefuse() {
    QaItem item = ask(0);

    assertThat(item.asked().refused()).isTrue();
    assertThat(item.handed().orElseThrow().refused()).isTrue();
    assertThat(item.bound()).contains("The Panthers defense gave up 308 points.");
    assertThat(item.boundContains()).isTrue();
  }

  private static final class TwoPassages implements Retriever {
    @Override
    public List<Passage> retrieve(Query query) {
      return List.of(passage("gold", GOLD), passage("other", OTHER)).stream()
          .filter(passage -> !query.excludedDocuments().contains(passage.document()))
          .toList();
    }

    @Override
    public double weight(String word) {
      return 1;
    }
  }

  private record FixedModel(String answer, double refusal) implements LanguageModel {
    @Override
    public Description description() {
      return new Description("fixed", 4096);
    }

    @Override
    public Completion generate(
        Prompt prompt, GenerationOptions options, GenerationListener listener) {
      listener.text(answer);
      return new Completion(
          answer,
          List.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
          StopReason.END,
          new Usage(100, 90, 9),
          Duration.ofMillis(1),
          Duration.ofMillis(1));
    }

    @Override
    public Score score(Prompt prompt, String continuation, GenerationListener listener) {
      return new Score(List.of(refusal), new Usage(100, 0, 0));
    }

    @Override
    public int countTokens(Prompt prompt) {
      return 100;
    }

    @Override
    public void close() {}
  }
}
