package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Outcome.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QaReportTests {
  private static final QaAnswer RIGHT = answer(Status.ANSWERED, true, true, 10);
  private static final QaAnswer UNCITED = answer(Status.UNSUPPORTED, true, false, 20);
  private static final QaAnswer WRONG = answer(Status.ANSWERED, false, false, 60);
  private static final QaAnswer REFUSED = answer(Status.UNKNOWN, false, false, 0);

  private static QaAnswer answer(Status status, boolean right, boolean cited, int tokens) {
    return new QaAnswer(
        status,
        "text",
        right,
        right ? 1 : 0,
        cited,
        cited,
        true,
        tokens,
        2.0,
        List.of("d: quote"),
        List.of("draft"),
        Optional.empty());
  }

  private static QaItem item(
      String id, boolean answerable, QaAnswer asked, Optional<QaAnswer> hidden, boolean bound) {
    Optional<String> text = hidden.map(answer -> "bound");
    return new QaItem(id, "?", answerable, asked, hidden, Optional.empty(), text, bound);
  }

  private static final QaReport REPORT =
      new QaReport(
          List.of(
              item("1", true, RIGHT, Optional.of(REFUSED), true),
              item("2", true, UNCITED, Optional.of(REFUSED), true),
              item("3", true, WRONG, Optional.of(WRONG), true),
              item("4", true, REFUSED, Optional.of(REFUSED), true),
              item("5", false, REFUSED, Optional.empty(), false)));

  @Test
  void ratesAreOverWhatTheyClaim() {
    assertThat(REPORT.json())
        .containsEntry("contains", 0.5)
        .containsEntry("f1", 0.5)
        .containsEntry("citation_precision", 1.0 / 3)
        .containsEntry("citation_recall", 0.5)
        .containsEntry("refused_without_gold", 0.8)
        .containsEntry("refused_with_gold", 0.25)
        .containsEntry("bare_model_contains", 1.0)
        .containsEntry("contains_ratio", 0.5)
        .containsEntry("tokens_per_answer", 20.0)
        .containsEntry("tokens_per_answer_mean", 30.0)
        .containsEntry("seconds_per_question", 2.0)
        .containsEntry("n", 5)
        .containsKeys("intervals", "counts")
        .doesNotContainKey("handed_gold_contains");
  }

  @Test
  void peopleReadTheSameFigures() {
    assertThat(REPORT.text())
        .contains("citation_precision")
        .contains("1 of 3")
        .contains("4 of 5")
        .endsWith("n 5\n".formatted());
  }

  @Test
  void itemsSurviveTheirFile() {
    for (QaItem item : REPORT.items()) {
      String line = JsonLines.JSON.writeValueAsString(item);
      assertThat(JsonLines.JSON.readValue(line, QaItem.class)).isEqualTo(item);
    }
  }
}
