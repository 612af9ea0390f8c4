package dev.corvid.inference.internal.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.inference.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The kernels of this JVM against sums in double precision over exactly dequantised weights. The
/// build runs this class once more for each other vector width and without the Vector API.
class WeightMatrixTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261122L);

  /// Not a multiple of any lane count, more than one panel of tiles at 128 and 256 bits.
  private static final int ROWS = 75;

  private static final int[] COLUMNS = {256, 768, 1280};

  private final Random random = new Random(SEED);
  private final Arena arena = Arena.ofAuto();
  private final Workers workers = Workers.of(2);

  @AfterEach
  void close() {
    workers.close();
  }

  @ParameterizedTest
  @EnumSource
  void severalTokensMatchToTheRoundingOfFloats(TensorType type) {
    for (int columns : COLUMNS) {
      for (int tokens : new int[] {2, 4, 7}) {
        WeightMatrix matrix = pack(type, ROWS, columns, randomBlocks(type, ROWS, columns));
        float[] x = gaussian(tokens * columns);
        float[] y = new float[3 + tokens * (ROWS + 5)];
        matrix.multiply(x, tokens, y, 3, ROWS + 5, workers);
        for (int t = 0; t < tokens; t++) {
          for (int r = 0; r < ROWS; r++) {
            Sum sum = Sum.of(matrix, r, x, t * columns);
            // Each of n additions rounds by 2^-24 of at most Σ|w x|; n grows like its root.
            double bound = sum.magnitude * 0x1p-24 * Math.sqrt(columns) + Float.MIN_NORMAL;
            assertThat((double) y[3 + t * (ROWS + 5) + r])
                .as("%s %d columns, token %d, row %d, seed %d", type, columns, t, r, SEED)
                .isCloseTo(sum.value, within(bound));
          }
        }
        assertThat(y[ROWS + 3]).as("the gap between tokens").isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneTokenMatchesToTheRoundingOfItsActivations(TensorType type) {
    for (int columns : COLUMNS) {
      WeightMatrix matrix = pack(type, ROWS, columns, randomBlocks(type, ROWS, columns));
      float[] x = gaussian(columns);
      assertOneToken(matrix, x, activationError(type, x));
    }
  }

  /// With activations that are whole multiples of their scale nothing is rounded but f32 sums, so
  /// that a carry lost between packed numbers would show.
  @ParameterizedTest
  @EnumSource
  void oneTokenIsExactWhenActivationsAreWholeNumbers(TensorType type) {
    int columns = 512;
    for (Fill fill : Fill.values()) {
      WeightMatrix matrix = pack(type, ROWS, columns, extremeBlocks(type, ROWS, columns, fill));
      for (int pattern = 0; pattern < 4; pattern++) {
        float[] x = new float[columns];
        for (int i = 0; i < columns; i++) {
          x[i] =
              switch (pattern) {
                case 0 -> 127;
                case 1 -> -127;
                case 2 -> i % 2 == 0 ? 127 : -127;
                default -> i % 32 == 0 ? 127 : random.nextInt(255) - 127;
              };
        }
        assertOneToken(matrix, x, new float[columns]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalTokensAreExactAtTheExtremes(TensorType type) {
    int columns = 512;
    for (Fill fill : Fill.values()) {
      WeightMatrix matrix = pack(type, 3, columns, extremeBlocks(type, 3, columns, fill));
      float[] unit = new float[4 * columns];
      float[] y = new float[4 * 3];
      float[] row = new float[columns];
      for (int c = 0; c < columns; c += 37) {
        unit[2 * columns + c] = 1;
        matrix.multiply(unit, 4, y, 0, 3, workers);
        unit[2 * columns + c] = 0;
        for (int r = 0; r < 3; r++) {
          matrix.row(r, row, 0);
          assertThat(y[2 * 3 + r] + 0f).as("%s %s column %d", type, fill, c).isEqualTo(row[c] + 0f);
          assertThat(y[r] + 0f).isZero();
        }
      }
    }
  }

  @Test
  void matricesOfDifferentTypesShareOneInput() {
    int columns = 512;
    float[] x = gaussian(columns);
    float[] together = new float[3 * ROWS];
    float[] alone = new float[3 * ROWS];
    TensorType[] types = {TensorType.Q4_K, TensorType.Q8_0, TensorType.Q6_K};
    List<WeightMatrix.Product> products = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      WeightMatrix matrix = pack(types[i], ROWS, columns, randomBlocks(types[i], ROWS, columns));
      products.add(new WeightMatrix.Product(matrix, together, i * ROWS, 3 * ROWS));
      matrix.multiply(x, 1, alone, i * ROWS, 3 * ROWS, workers);
    }
    WeightMatrix.multiplyAll(products, x, 1, workers);
    assertThat(together).isEqualTo(alone);
  }

  @Test
  void zeroAndTinyActivationsGiveZero() {
    for (TensorType type : TensorType.values()) {
      WeightMatrix matrix = pack(type, 5, 256, randomBlocks(type, 5, 256));
      float[] y = {1, 1, 1, 1, 1};
      matrix.multiply(new float[256], 1, y, 0, 5, workers);
      assertThat(y).as("%s", type).containsOnly(0f);
    }
  }

  @Test
  void arraysThatAreTooShortAreRefused() {
    WeightMatrix matrix = pack(TensorType.F32, 4, 8, arena.allocate(4 * 8 * 4));
    assertThatThrownBy(() -> matrix.multiply(new float[7], 1, new float[4], 0, 4, workers))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> matrix.multiply(new float[16], 2, new float[7], 0, 4, workers))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> matrix.multiply(new float[16], 2, new float[8], 0, 3, workers))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private enum Fill {
    ZEROS(0x00),
    ONES(0xFF),
    SMALLEST_BYTES(0x80),
    LARGEST_BYTES(0x7F),
    ALTERNATING(0x5A);

    private final int bits;

    Fill(int bits) {
      this.bits = bits;
    }
  }

  private record Sum(double value, double magnitude) {
    static Sum of(WeightMatrix matrix, int r, float[] x, int offset) {
      float[] row = new float[matrix.columns()];
      matrix.row(r, row, 0);
      double value = 0;
      double magnitude = 0;
      for (int c = 0; c < row.length; c++) {
        double product = (double) row[c] * x[offset + c];
        value += product;
        magnitude += Math.abs(product);
      }
      return new Sum(value, magnitude);
    }
  }

  private void assertOneToken(WeightMatrix matrix, float[] x, float[] activationError) {
    float[] y = new float[ROWS + 2];
    matrix.multiply(x, 1, y, 1, ROWS, workers);
    float[] row = new float[x.length];
    for (int r = 0; r < ROWS; r++) {
      Sum sum = Sum.of(matrix, r, x, 0);
      matrix.row(r, row, 0);
      double bound = magnitudeBound(matrix.type(), row, x) + Float.MIN_NORMAL;
      for (int c = 0; c < row.length; c++) {
        bound += Math.abs(row[c]) * (double) activationError[c];
      }
      assertThat((double) y[1 + r])
          .as("%s %d columns, row %d, seed %d", matrix.type(), x.length, r, SEED)
          .isCloseTo(sum.value, within(bound));
    }
    assertThat(y[0]).isZero();
    assertThat(y[ROWS + 1]).isZero();
  }

  /// Rounding of f32 sums. Types with minimums subtract two large numbers: there the largest weight
  /// bounds both.
  private static double magnitudeBound(TensorType type, float[] row, float[] x) {
    double largest = 0;
    double total = 0;
    for (int c = 0; c < row.length; c++) {
      largest = Math.max(largest, Math.abs(row[c]));
      total += Math.abs(x[c]);
    }
    double spread =
        switch (type) {
          case Q4_1, Q5_1, Q4_K, Q5_K -> 4;
          default -> 1;
        };
    return spread * largest * total * 0x1p-24 * Math.sqrt(row.length);
  }

  /// Half a step of the 8-bit scale of each activation's block; none for float types.
  private static float[] activationError(TensorType type, float[] x) {
    float[] error = new float[x.length];
    int block = type.blockSize();
    if (block == 1) {
      return error;
    }
    for (int from = 0; from < x.length; from += block) {
      float max = 0;
      for (int i = from; i < from + block; i++) {
        max = Math.max(max, Math.abs(x[i]));
      }
      Arrays.fill(error, from, from + block, max / 127 * 0.5001f);
    }
    return error;
  }

  private WeightMatrix pack(TensorType type, int rows, int columns, MemorySegment data) {
    return WeightMatrix.pack(type, rows, columns, data, arena, workers);
  }

  private float[] gaussian(int length) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private MemorySegment randomBlocks(TensorType type, int rows, int columns) {
    MemorySegment data = arena.allocate(type.bytes((long) rows * columns));
    for (long i = 0; i < data.byteSize(); i++) {
      data.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
    }
    for (long at = 0; at < data.byteSize(); at += type.blockBytes()) {
      setScales(type, data, at, (float) random.nextGaussian() * 0.01f);
    }
    return data;
  }

  /// Numbers all `fill`, scales alternating between a normal f16, a negative one and a subnormal.
  private MemorySegment extremeBlocks(TensorType type, int rows, int columns, Fill fill) {
    MemorySegment data = arena.allocate(type.bytes((long) rows * columns));
    data.fill((byte) fill.bits);
    float[] scales = {0.5f, -3.25f, 0x1p-24f};
    int i = 0;
    for (long at = 0; at < data.byteSize(); at += type.blockBytes()) {
      setScales(type, data, at, scales[i++ % scales.length]);
    }
    return data;
  }

  private static void setScales(TensorType type, MemorySegment data, long at, float scale) {
    short half = Float.floatToFloat16(scale);
    switch (type) {
      case F32 -> data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, scale);
      case F16, Q4_0, Q5_0, Q8_0 -> data.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, half);
      case Q4_1, Q5_1, Q4_K, Q5_K -> {
        data.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, half);
        data.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + 2, half);
      }
      case Q6_K -> data.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + 208, half);
    }
  }
}
