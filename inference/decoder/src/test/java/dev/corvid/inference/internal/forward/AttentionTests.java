package dev.corvid.inference.internal.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.inference.internal.kernels.Workers;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tiled attention against the definition.
class AttentionTests {
  private static final long SEED = Long.getLong("corvid.seed", 20251122L);

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @CsvSource({
    "4, 2, 64, 1, 1, 1",
    "4, 2, 64, 70, 65, 2",
    "9, 3, 64, 150, 100, 2",
    "12, 2, 128, 200, 1, 8",
    "12, 2, 20, 129, 33, 3",
    "40, 1, 16, 66, 66, 2",
    "5, 5, 80, 64, 64, 2"
  })
  void equalsTheDefinition(
      int heads, int kvHeads, int headSize, int positions, int tokens, int threads) {
    ModelShape shape =
        new ModelShape(1, heads * headSize, 8, heads, kvHeads, headSize, 8, 4096, 1e-5f);
    float[] keys = random(positions * shape.kvWidth());
    float[] values = random(positions * shape.kvWidth());
    float[] query = random(tokens * shape.queryWidth());
    for (VectorMath math : new VectorMath[] {new ScalarMath(), new SimdMath()}) {
      float[] out = new float[query.length];
      try (KvCache cache = new KvCache(shape);
          Workers workers = Workers.of(threads)) {
        cache.reserve(positions);
        for (int p = 0; p < positions; p++) {
          cache.write(0, p, keys, values, p * shape.kvWidth());
        }
        new Attention(shape, math).run(cache, 0, positions - tokens, tokens, query, out, workers);
      }
      float[] expected = definition(shape, positions - tokens, tokens, query, keys, values);
      for (int i = 0; i < out.length; i++) {
        assertThat(out[i]).as("[%d], seed %d", i, SEED).isCloseTo(expected[i], within(2e-5f));
      }
    }
  }

  private static float[] definition(
      ModelShape shape, int first, int tokens, float[] query, float[] keys, float[] values) {
    int size = shape.headSize();
    float[] out = new float[query.length];
    for (int t = 0; t < tokens; t++) {
      for (int head = 0; head < shape.heads(); head++) {
        int at = t * shape.queryWidth() + head * size;
        int kv = head / shape.groupSize() * size;
        double[] weights = new double[first + t + 1];
        double total = 0;
        for (int p = 0; p < weights.length; p++) {
          double dot = 0;
          for (int i = 0; i < size; i++) {
            dot += query[at + i] * keys[p * shape.kvWidth() + kv + i];
          }
          weights[p] = Math.exp(dot / Math.sqrt(size));
          total += weights[p];
        }
        for (int i = 0; i < size; i++) {
          double sum = 0;
          for (int p = 0; p < weights.length; p++) {
            sum += weights[p] / total * values[p * shape.kvWidth() + kv + i];
          }
          out[at + i] = (float) sum;
        }
      }
    }
    return out;
  }

  private float[] random(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
