package dev.corvid.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.agent.GenerationOptions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261122L);
  private static final int DRAWS = 20_000;
  private static final GenerationOptions WARM = GenerationOptions.greedy(1).withTemperature(1);

  /// Probabilities 0.1, 0.4, 0.2, 0.3.
  private static final float[] LOGITS = logits(0.1, 0.4, 0.2, 0.3);

  @Test
  void greedyTakesTheFirstOfTheMostLikely() {
    Sampler greedy = Sampler.of(GenerationOptions.greedy(1));
    assertThat(greedy.sample(new float[] {1, 3, 3, Float.NaN})).isEqualTo(1);
    assertThat(greedy.sample(new float[] {Float.NEGATIVE_INFINITY, -5})).isEqualTo(1);
  }

  @Test
  void refusesLogitsWithoutAPossibleToken() {
    float[] impossible = {Float.NaN, Float.NEGATIVE_INFINITY};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampler.of(WARM).sample(impossible))
        .withMessageContaining("negative infinity");
  }

  @Test
  void drawsWithTheProbabilities() {
    assertThat(frequencies(WARM, LOGITS)).containsExactly(near(0.1, 0.4, 0.2, 0.3), within(0.02));
  }

  @Test
  void temperatureSharpensAfterTheFilters() {
    // 0.4² and 0.3² over their sum; top-p sees the unscaled 0.4 + 0.3 >= 0.65.
    GenerationOptions options = WARM.withTemperature(0.5).withTopP(0.65);
    assertThat(frequencies(options, LOGITS)).containsExactly(near(0, 0.64, 0, 0.36), within(0.02));
  }

  @Test
  void topKKeepsTheMostLikely() {
    assertThat(frequencies(WARM.withTopK(2), LOGITS))
        .containsExactly(near(0, 4 / 7.0, 0, 3 / 7.0), within(0.02));
    assertThat(frequencies(WARM.withTopK(1), LOGITS))
        .containsExactly(near(0, 1, 0, 0), within(0.0));
  }

  @Test
  void topPCountsWhatTopKLeft() {
    // Of 0.4 and 0.3 that are left the first has 0.571.
    assertThat(frequencies(WARM.withTopK(2).withTopP(0.57), LOGITS))
        .containsExactly(near(0, 1, 0, 0), within(0.0));
  }

  @Test
  void minPDropsBelowAPartOfTheMostLikely() {
    double[] expected = near(0, 4 / 9.0, 2 / 9.0, 3 / 9.0);
    assertThat(frequencies(WARM.withMinP(0.45), LOGITS)).containsExactly(expected, within(0.02));
    assertThat(frequencies(WARM.withMinP(0.45).withTopP(0.99), LOGITS))
        .containsExactly(expected, within(0.02));
  }

  @Test
  void theSameSeedRepeats() {
    float[] logits = new float[1000];
    Sampler one = Sampler.of(WARM.withSeed(7));
    Sampler same = Sampler.of(WARM.withSeed(7));
    Sampler other = Sampler.of(WARM.withSeed(8));
    int[] first = IntStream.range(0, 50).map(i -> one.sample(logits)).toArray();
    assertThat(IntStream.range(0, 50).map(i -> same.sample(logits)).toArray()).isEqualTo(first);
    assertThat(IntStream.range(0, 50).map(i -> other.sample(logits)).toArray()).isNotEqualTo(first);
  }

  @Test
  void keepsExactlyWhatASortWouldKeep() {
    Random random = new Random(SEED);
    for (int round = 0; round < 100; round++) {
      float[] logits = new float[1 + random.nextInt(300)];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (random.nextGaussian() * 3 - (random.nextInt(3) == 0 ? 0.0 : 2.0));
      }
      int k = 1 + random.nextInt(logits.length);
      int[] sorted =
          IntStream.range(0, logits.length)
              .boxed()
              .sorted((a, b) -> Float.compare(logits[b], logits[a]))
              .mapToInt(i -> i)
              .limit(k)
              .toArray();
      Sampler sampler = Sampler.of(WARM.withTemperature(100).withTopK(k).withSeed(round));
      int[] drawn =
          IntStream.range(0, 20 * k).map(i -> sampler.sample(logits)).distinct().toArray();
      assertThat(sorted).as("round %d of seed %d", round, SEED).contains(drawn);
    }
  }

  @Test
  void topPKeepsExactlyWhatASortWouldKeep() {
    Random random = new Random(SEED);
    for (int round = 0; round < 100; round++) {
      float[] logits = new float[1 + random.nextInt(200)];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (random.nextGaussian() * 4);
      }
      double p = 0.05 + 0.9 * random.nextDouble();
      int[] nucleus = nucleus(logits, p);
      Sampler sampler = Sampler.of(WARM.withTemperature(100).withTopP(p).withSeed(round));
      int draws = 40 * nucleus.length;
      assertThat(IntStream.range(0, draws).map(i -> sampler.sample(logits)).distinct().toArray())
          .as("round %d of seed %d", round, SEED)
          .containsExactlyInAnyOrder(nucleus);
    }
  }

  private static int[] nucleus(float[] logits, double p) {
    int[] sorted =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted((a, b) -> Float.compare(logits[b], logits[a]))
            .mapToInt(i -> i)
            .toArray();
    double total = Arrays.stream(sorted).mapToDouble(i -> Math.exp(logits[i])).sum();
    double sum = 0;
    int kept = 0;
    while (sum < p * total) {
      sum += Math.exp(logits[sorted[kept++]]);
    }
    return Arrays.copyOf(sorted, kept);
  }

  private static double[] near(double... expected) {
    return expected;
  }

  private static double[] frequencies(GenerationOptions options, float[] logits) {
    Sampler sampler = Sampler.of(options.withSeed(SEED));
    int[] counts = new int[logits.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[sampler.sample(logits)]++;
    }
    return Arrays.stream(counts).mapToDouble(count -> count / (double) DRAWS).toArray();
  }

  private static float[] logits(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]) + 5;
    }
    return logits;
  }
}
