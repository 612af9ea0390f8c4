package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RefusalTests {
  private static final Passage BRIDGE = passage("City_Bridges", "It was opened in 1932.");

  @Test
  void modelThatWantsToRefuseOverForeignPassagesIsFollowed() {
    assertThat(new Refusal(-0.5, 0.2).isAdvised()).isTrue();
  }

  @Test
  void modelThatKnowsBetterThanThePassagesIsNot() {
    assertThat(new Refusal(-1.9, 0.3).isAdvised()).isTrue();
  }

  @Test
  void modelThatIsSureOverFittingPassagesMayAnswer() {
    assertThat(new Refusal(-3.5, 0.8).isAdvised()).isFalse();
  }

  @Test
  void probabilityFallsWithCoverageAndRisesWithTheScore() {
    assertThat(new Refusal(-1, 0.5).probability()).isLessThan(new Refusal(-1, 0.4).probability());
    assertThat(new Refusal(-2, 0.5).probability()).isLessThan(new Refusal(-1, 0.5).probability());
  }

  @Test
  void coverageIsTheBestPassagesShare() {
    Passage tower = passage("Tower", "The tower was opened by the mayor of the city.");

    assertThat(coverage("When was the city bridge opened?", BRIDGE, tower)).isEqualTo(1);
    assertThat(coverage("When did the mayor open the bridge?", BRIDGE, tower))
        .isCloseTo(2 / 3.0, Offset.offset(1e-9));
    assertThat(coverage("Why?", BRIDGE)).isEqualTo(1);
    assertThat(coverage("Purple elephants?", BRIDGE)).isZero();
  }

  private static double coverage(String question, Passage... passages) {
    return Refusal.coverage(question, List.of(passages), word -> 1);
  }

  private static Passage passage(String title, String text) {
    return new Passage(title, title, List.of(), OptionalInt.empty(), 0, text.length(), text, 1);
  }
}
