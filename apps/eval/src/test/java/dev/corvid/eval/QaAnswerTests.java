package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Citation;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.Outcome.Status;
import dev.corvid.agent.Passage;
import dev.corvid.agent.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QaAnswerTests {
  private static final QaCase KNOWN =
      new QaCase(
          new Question("q", "How many points?", List.of("1", "one point"), List.of(), true),
          "gold"::equals,
          Set.of("gold"),
          List.of());

  private static QaAnswer answer(Status status, String text, Citation... citations) {
    Passage passage = new Passage("gold", "", List.of(), OptionalInt.empty(), 0, 5, "It is", 1.0);
    Outcome outcome =
        new Outcome(
            status,
            text,
            List.of(citations),
            List.of(passage),
            Usage.NONE,
            new Outcome.Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    return QaAnswer.of(KNOWN, outcome, new QaAnswer.Trace(7, 1.5, List.of(text), Optional.empty()));
  }

  private static Citation cite(String document, String quote) {
    return new Citation(1, document, OptionalInt.empty(), 0, quote.length(), quote, true);
  }

  @Test
  void theMarkOfACitationIsNoPartOfTheAnswer() {
    assertThat(answer(Status.ANSWERED, "Two points [1].", cite("gold", "two points")).contains())
        .isFalse();
    assertThat(answer(Status.ANSWERED, "Just 1 point [2].", cite("gold", "1 point")).contains())
        .isTrue();
  }

  @Test
  void aCitationIsRightInTheGoldDocumentWithTheAnswerInItsQuote() {
    assertThat(answer(Status.ANSWERED, "1 [1]", cite("gold", "only 1 point")).cited()).isTrue();
    assertThat(answer(Status.ANSWERED, "1 [1]", cite("other", "only 1 point")).cited()).isFalse();
    assertThat(answer(Status.ANSWERED, "1 [1]", cite("gold", "some points")).cited()).isFalse();
    assertThat(answer(Status.ANSWERED, "1 [1]", cite("gold", "some points")).citedDocument())
        .isTrue();
  }

  @Test
  void aRefusalIsNeverRight() {
    QaAnswer refusal = answer(Status.UNKNOWN, "I don't know about 1 of them.");

    assertThat(refusal.refused()).isTrue();
    assertThat(refusal.contains()).isFalse();
    assertThat(refusal.f1()).isZero();
    assertThat(refusal.goldRead()).isTrue();
  }
}
