package dev.corvid.inference.internal.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The vector implementation against its plain twin, at sizes that are no whole vectors.
class VectorMathTests {
  private static final long SEED = Long.getLong("corvid.seed", 20251122L);

  private final VectorMath vector = new SimdMath();
  private final VectorMath scalar = new ScalarMath();
  private final Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 31, 33, 576, 1537})
  void normalises(int n) {
    float[] x = random(n + 3);
    float[] weight = random(n);
    float[] expected = new float[n + 2];
    float[] actual = new float[n + 2];
    scalar.rmsNorm(x, 3, weight, 1e-5f, expected, 2);
    vector.rmsNorm(x, 3, weight, 1e-5f, actual, 2);
    assertClose(actual, expected, 1e-5f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 31, 33, 4864})
  void gates(int n) {
    float[] gate = random(n + 5);
    gate[5] = 90;
    gate[n + 4] = -90;
    float[] up = random(n + 5);
    float[] expected = gate.clone();
    scalar.swiGlu(expected, up, 5, n + 5);
    vector.swiGlu(gate, up, 5, n + 5);
    assertClose(gate, expected, 1e-5f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 20, 32, 64})
  void turnsPairs(int half) {
    float[] expected = random(2 * half + 1);
    float[] actual = expected.clone();
    float[] cosines = random(half + 4);
    float[] sines = random(half + 4);
    scalar.rotate(expected, 1, half, cosines, sines, 4);
    vector.rotate(actual, 1, half, cosines, sines, 4);
    assertClose(actual, expected, 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 4096, 4097, 49152, 151936})
  void sumsExponentials(int n) {
    float[] x = random(n + 1);
    x[n / 2] = 30;
    assertThat(vector.logSumExp(x, 1, n)).isCloseTo(scalar.logSumExp(x, 1, n), within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 160})
  void weighsScoresAndIgnoresMaskedOnes(int n) {
    float[] actual = random(n);
    actual[n - 1] = -1e30f;
    float[] expected = actual.clone();
    float max = vector.max(actual, 0, n);
    assertThat(max).isEqualTo(scalar.max(expected, 0, n));
    float sum = vector.exponentials(actual, 0, n, max);
    assertThat(sum).isCloseTo(scalar.exponentials(expected, 0, n, max), within(1e-3f));
    assertThat(actual[n - 1]).isZero();
    assertClose(actual, expected, 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 128})
  void accumulatesProducts(int depth) {
    int rows = 2 * VectorMath.ROW_TILE;
    int columns = 2 * VectorMath.COLUMN_TILE;
    float[] a = random(rows * (depth + 1));
    float[] b = random(depth * columns);
    float[] expected = random(rows * columns);
    float[] actual = expected.clone();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment panel = arena.allocate((b.length + 16L) * Float.BYTES, 64);
      MemorySegment.copy(b, 0, panel, ValueLayout.JAVA_FLOAT, 64, b.length);
      scalar.accumulate(a, depth + 1, rows, panel, 64, depth, expected, columns);
      vector.accumulate(a, depth + 1, rows, panel, 64, depth, actual, columns);
    }
    assertClose(actual, expected, 1e-5f * depth);
  }

  private float[] random(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertClose(float[] actual, float[] expected, float tolerance) {
    for (int i = 0; i < expected.length; i++) {
      float bound = tolerance * Math.max(1, Math.abs(expected[i]));
      assertThat(actual[i]).as("[%d], seed %d", i, SEED).isCloseTo(expected[i], within(bound));
    }
  }
}
