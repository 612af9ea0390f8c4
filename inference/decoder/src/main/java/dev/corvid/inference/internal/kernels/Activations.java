package dev.corvid.inference.internal.kernels;

import java.util.Arrays;

/// The activations of one token in the forms that the kernels read, made on demand and reused.
///
/// Quantised kernels multiply 16-bit lanes without masking the packed numbers: a short holds
/// `f0 + 2^s f1 + …`, and shifted right by s it holds `f1 + …`. Multiplying the i-th shift by
/// `x_i - 2^s x_(i-1)` cancels what the lower shift let through, so the sum is `Σ f_i x_i` modulo
/// 2^16, and exact because each format's true sum fits 16 bits. Those differences are what a
/// "form" holds, two shorts to an int, in the order of [Fields].
final class Activations {
  /// Ints per 32 columns of the forms: start value, sum, then one pair per multiplication.
  static final int NIBBLE_STEP = 18;

  static final int FIVE_STEP = 22;

  /// Three per vector of four columns: even, odd and start value.
  static final int BYTE_STEP = 24;

  /// Ints per 16 columns: start value, then ten pairs.
  static final int SIX_STEP = 11;

  private static final int[] NONE = {};
  private static final float[] NO_FLOATS = {};

  /// One scale per 32 columns, times 2^112 for f16 weight scales; see [Lanes#HALF_MASK].
  float[] scales32 = NO_FLOATS;

  /// One scale per 256 columns.
  float[] scales256 = NO_FLOATS;

  int[] nibbles = NONE;
  int[] fives = NONE;
  int[] bytes = NONE;
  int[] sixes = NONE;

  /// The activations themselves, followed by a zero.
  float[] floats = NO_FLOATS;

  int columns;

  private int[] numbers = NONE;
  private int quantised;
  private int nibblesOf;
  private int fivesOf;
  private boolean hasBytes;
  private boolean hasSixes;

  /// Take the activations `x[0..columns)`; forms of earlier ones are gone.
  void load(float[] x, int columns) {
    this.columns = columns;
    if (floats.length <= columns) {
      int room = Math.ceilDiv(columns + 1, 256) * 256;
      floats = new float[room];
      numbers = new int[room];
      scales32 = new float[room / 32];
      scales256 = new float[room / 256];
    }
    System.arraycopy(x, 0, floats, 0, columns);
    floats[columns] = 0;
    quantised = 0;
    nibblesOf = 0;
    fivesOf = 0;
    hasBytes = false;
    hasSixes = false;
  }

  /// Form for four-bit numbers with one activation scale per `block` columns (32 or 256).
  void prepareNibbles(int block) {
    if (nibblesOf == block) {
      return;
    }
    quantise(block);
    nibblesOf = block;
    nibbles = room(nibbles, columns / 32 * NIBBLE_STEP);
    for (int k = 0, o = 0; k < columns; k += 32, o += NIBBLE_STEP) {
      int sums = pairSums(k, 32);
      nibbles[o] = scaled(sums, -8);
      nibbles[o + 1] = (short) sums + (sums >> 16);
      for (int v = 0; v < 4; v++) {
        int q = k + 8 * v;
        int i = o + 2 + 4 * v;
        nibbles[i] = join(numbers[q], numbers[q + 2]);
        nibbles[i + 1] = step(q + 1, q, 16);
        nibbles[i + 2] = step(q + 4, q + 1, 16);
        nibbles[i + 3] = step(q + 5, q + 4, 16);
      }
    }
  }

  /// Form for five-bit numbers with one activation scale per `block` columns (32 or 256).
  void prepareFives(int block) {
    if (fivesOf == block) {
      return;
    }
    quantise(block);
    fivesOf = block;
    fives = room(fives, columns / 32 * FIVE_STEP);
    for (int k = 0, o = 0; k < columns; k += 32, o += FIVE_STEP) {
      int sums = pairSums(k, 32);
      fives[o] = scaled(sums, -16);
      fives[o + 1] = (short) sums + (sums >> 16);
      for (int v = 0; v < 5; v++) {
        int a = k + Fields.column(3 * v, 0);
        int b = k + Fields.column(3 * v + 1, 0);
        int c = k + Fields.column(3 * v + 2, 0);
        int i = o + 2 + 4 * v;
        fives[i] = join(numbers[a], numbers[a + 2]);
        fives[i + 1] = step(b, a, 32);
        fives[i + 2] = step(c, b, 32);
        int last = k + 29;
        fives[i + 3] =
            join(
                (numbers[last] << v) - 32 * numbers[c],
                (numbers[last + 2] << v) - 32 * numbers[c + 2]);
      }
    }
  }

  /// Form for signed bytes, one activation scale per 32 columns.
  void prepareBytes() {
    if (hasBytes) {
      return;
    }
    quantise(32);
    hasBytes = true;
    bytes = room(bytes, columns / 32 * BYTE_STEP);
    for (int k = 0, o = 0; k < columns; k += 4, o += 3) {
      int a = numbers[k];
      int c = numbers[k + 2];
      bytes[o] = join(a, c);
      bytes[o + 1] = step(k + 1, k, 256);
      // Even bytes are stored with 128 added; 0x8000 makes the low short unsigned, see the kernel.
      bytes[o + 2] = join(-128 * a + 0x8000, -128 * c);
    }
  }

  /// Form for six-bit numbers, one activation scale per 256 columns.
  void prepareSixes() {
    if (hasSixes) {
      return;
    }
    quantise(256);
    hasSixes = true;
    sixes = room(sixes, columns / 16 * SIX_STEP);
    for (int k = 0, o = 0; k < columns; k += 16, o += SIX_STEP) {
      sixes[o] = scaled(pairSums(k, 16), -32);
      int six = k + 12;
      int seven = k + 13;
      sixes[o + 1] = join(numbers[k], numbers[k + 2]);
      sixes[o + 2] = step(k + 1, k, 64);
      sixes[o + 3] = step(six, k + 1, 64);
      sixes[o + 4] = join(numbers[k + 4], numbers[k + 6]);
      sixes[o + 5] = step(k + 5, k + 4, 64);
      sixes[o + 6] = step(seven, k + 5, 64);
      sixes[o + 7] = join(numbers[k + 8], numbers[k + 10]);
      sixes[o + 8] = step(k + 9, k + 8, 64);
      sixes[o + 9] =
          join(
              16 * numbers[six] - 64 * numbers[k + 9],
              16 * numbers[six + 2] - 64 * numbers[k + 11]);
      sixes[o + 10] =
          join(
              16 * numbers[seven] - 64 * numbers[six],
              16 * numbers[seven + 2] - 64 * numbers[six + 2]);
    }
  }

  /// Round to -127..127 with one scale per `block` columns, as llama.cpp's Q8_0 and Q8_K.
  private void quantise(int block) {
    if (quantised == block) {
      return;
    }
    quantised = block;
    float[] scales = block == 32 ? scales32 : scales256;
    float unit = block == 32 ? Lanes.HALF_SCALE : 1;
    for (int b = 0, k = 0; k < columns; b++, k += block) {
      float max = 0;
      for (int i = k; i < k + block; i++) {
        max = Math.max(max, Math.abs(floats[i]));
      }
      // A largest value too small for its reciprocal counts as zero.
      float inverse = max < 0x1p-120f ? 0 : 127 / max;
      scales[b] = max < 0x1p-120f ? 0 : max / 127 * unit;
      for (int i = k; i < k + block; i++) {
        float scaled = floats[i] * inverse;
        numbers[i] = (int) (scaled + Math.copySign(0.5f, scaled));
      }
    }
  }

  /// Sums of the numbers in low and high shorts, as a pair.
  private int pairSums(int k, int count) {
    int low = 0;
    int high = 0;
    for (int i = k; i < k + count; i += 4) {
      low += numbers[i] + numbers[i + 1];
      high += numbers[i + 2] + numbers[i + 3];
    }
    return join(low, high);
  }

  private static int scaled(int pair, int factor) {
    return join((short) pair * factor, (pair >> 16) * factor);
  }

  /// The pair at column `i` less `factor` times the pair at column `previous`.
  private int step(int i, int previous, int factor) {
    return join(
        numbers[i] - factor * numbers[previous], numbers[i + 2] - factor * numbers[previous + 2]);
  }

  private static int join(int low, int high) {
    return low & 0xFFFF | high << 16;
  }

  private static int[] room(int[] array, int length) {
    return array.length >= length ? array : Arrays.copyOf(array, length);
  }
}
