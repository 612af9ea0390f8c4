package dev.corvid.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionTests {
  @Test
  void averagesMinMaxNormalisedScoresOverTheUnion() {
    Map<Integer, Double> fused =
        Fusion.average(
            Map.of(1, 12f, 2, 8f, 3, 4f), Map.of(2, 0.9f, 4, 0.8f, 5, 0.5f), document -> true);

    assertThat(fused.keySet()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    assertThat(fused.get(1)).isCloseTo(0.5, within(1e-6));
    assertThat(fused.get(2)).isCloseTo((0.5 + 1) / 2, within(1e-6));
    assertThat(fused.get(3)).isCloseTo(0, within(1e-6));
    assertThat(fused.get(4)).isCloseTo(0.75 / 2, within(1e-6));
    assertThat(fused.get(5)).isCloseTo(0, within(1e-6));
  }

  @Test
  void aCandidateWithoutVectorKeepsItsLexicalShare() {
    Map<Integer, Double> fused =
        Fusion.average(
            Map.of(1, 12f, 2, 8f, 3, 4f), Map.of(1, 0.9f, 3, 0.3f), document -> document != 2);

    assertThat(fused.get(1)).isCloseTo(1, within(1e-6));
    assertThat(fused.get(2)).isCloseTo(0.5, within(1e-6));
    assertThat(fused.get(3)).isCloseTo(0, within(1e-6));
  }

  @Test
  void equalScoresAreAllBest() {
    assertThat(Fusion.normalised(Map.of(7, 3f))).containsEntry(7, 1.0);
    assertThat(Fusion.normalised(Map.of(7, -3f, 8, -3f)).values()).containsOnly(1.0);
    assertThat(Fusion.normalised(Map.of())).isEmpty();
  }
}
