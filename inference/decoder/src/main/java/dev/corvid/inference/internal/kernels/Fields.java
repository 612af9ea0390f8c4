package dev.corvid.inference.internal.kernels;

/// How the numbers of a quantised block share the int that a lane holds.
///
/// A "pair" is two numbers in the low and the high short of an int: pair n of a block is made of
/// weights `4(n/2) + n%2` and two further. Pairs are or-ed together at bit offsets, and kernels
/// multiply both shorts at once. The functions are static and tiny; they run at load time only.
final class Fields {
  private static final int BYTES = 0x00FF00FF;
  private static final int NIBBLES = 0x000F000F;
  private static final int TWO_BITS = 0x00030003;
  private static final int ONE_BIT = 0x00010001;

  private Fields() {}

  /// The column, within its block, of the number at short `half` of pair `n`.
  static int column(int n, int half) {
    return 4 * (n >> 1) + (n & 1) + 2 * half;
  }

  /// Pair `n` of the numbers that start at quad `q`.
  static int pair(int[] quads, int q, int n) {
    return quads[q + (n >> 1)] >>> 8 * (n & 1) & BYTES;
  }

  /// Word `v` of four that hold 32 four-bit numbers.
  static int nibbles(int[] quads, int q, int v) {
    int a = quads[q + 2 * v];
    int b = quads[q + 2 * v + 1];
    return a & NIBBLES | (a >>> 8 & NIBBLES) << 4 | (b & NIBBLES) << 8 | (b >>> 8 & NIBBLES) << 12;
  }

  /// Word `v` of five that hold 32 five-bit numbers: three pairs and one bit of the last pair.
  static int fives(int[] quads, int q, int v) {
    return pair(quads, q, 3 * v)
        | pair(quads, q, 3 * v + 1) << 5
        | pair(quads, q, 3 * v + 2) << 10
        | (pair(quads, q, 15) >>> v & ONE_BIT) << 15;
  }

  /// Word `v` of three that hold 16 six-bit numbers: two pairs, and the last two pairs spread over
  /// what is left.
  static int sixes(int[] quads, int q, int v) {
    int two = pair(quads, q, 2 * v) | pair(quads, q, 2 * v + 1) << 6;
    int six = pair(quads, q, 6);
    int seven = pair(quads, q, 7);
    return switch (v) {
      case 0 -> two | (six & NIBBLES) << 12;
      case 1 -> two | (seven & NIBBLES) << 12;
      default -> two | (six >>> 4 & TWO_BITS) << 12 | (seven >>> 4 & TWO_BITS) << 14;
    };
  }
}
