package dev.corvid.inference.internal.kernels;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.corvid.inference.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Reads quantised GGUF blocks, as ggml's `dequantize_row_*`.
///
/// Four weights travel as one int ("quad"): byte i of quad j is the number of weight 4j + i,
/// unsigned. A weight is `scale · (number - centre) - min`, with scale and min per sub-block of
/// [#subBlock()] weights. An instance is a cursor over one block and belongs to one thread.
final class GgufBlocks {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int LOW_NIBBLES = 0x0F0F0F0F;
  private static final int LOW_PAIRS = 0x03030303;
  private static final int FIFTH_BITS = 0x10101010;

  /// The numbers of the block, four to an int.
  final int[] quads;

  /// Per sub-block the integer that multiplies [#d]; 1 for types with one scale.
  final int[] scales;

  /// Per sub-block the integer that multiplies [#min].
  final int[] mins;

  /// The block's scale and minimum factors, and the scale as stored (f16).
  float d;

  float min;
  short dBits;
  short minBits;

  private final TensorType type;

  GgufBlocks(TensorType type) {
    this.type = type;
    quads = new int[type.blockSize() / 4];
    scales = new int[type.blockSize() / subBlock()];
    mins = new int[scales.length];
    Arrays.fill(scales, 1);
    Arrays.fill(mins, type == TensorType.Q4_1 || type == TensorType.Q5_1 ? 1 : 0);
  }

  /// Weights per scale.
  int subBlock() {
    return type == TensorType.Q6_K ? 16 : 32;
  }

  /// What to subtract from a number before it is scaled.
  int centre() {
    return switch (type) {
      case Q4_0 -> 8;
      case Q5_0 -> 16;
      case Q6_K -> 32;
      case Q8_0 -> 128;
      default -> 0;
    };
  }

  /// Decode the block at byte `at`.
  void read(MemorySegment data, long at) {
    switch (type) {
      case Q4_0 -> {
        dBits = data.get(SHORT, at);
        nibbles32(data, at + 2);
      }
      case Q4_1 -> {
        dBits = data.get(SHORT, at);
        minBits = data.get(SHORT, at + 2);
        nibbles32(data, at + 4);
      }
      case Q5_0 -> {
        dBits = data.get(SHORT, at);
        nibbles32(data, at + 6);
        fifthBits32(data.get(INT, at + 2));
      }
      case Q5_1 -> {
        dBits = data.get(SHORT, at);
        minBits = data.get(SHORT, at + 2);
        nibbles32(data, at + 8);
        fifthBits32(data.get(INT, at + 4));
      }
      case Q8_0 -> {
        dBits = data.get(SHORT, at);
        for (int i = 0; i < 8; i++) {
          quads[i] = data.get(INT, at + 2 + 4L * i) ^ 0x80808080;
        }
      }
      case Q4_K -> {
        scalesK(data, at);
        nibblesK(data, at + 16);
      }
      case Q5_K -> {
        scalesK(data, at);
        nibblesK(data, at + 48);
        fifthBitsK(data, at + 16);
      }
      case Q6_K -> sixK(data, at);
      case F32, F16 -> throw new IllegalArgumentException(type + " has no blocks");
    }
    d = Float.float16ToFloat(dBits);
    // Legacy types store y = d q + m, K types y = d q - m.
    min = Float.float16ToFloat(minBits);
    if (type == TensorType.Q4_1 || type == TensorType.Q5_1) {
      min = -min;
    }
  }

  /// The weights of the block in `out`, exactly as ggml computes them.
  void weights(float[] out, int offset) {
    int centre = centre();
    int sub = subBlock();
    for (int s = 0; s < scales.length; s++) {
      float scale = d * scales[s];
      float shift = min * mins[s];
      for (int k = s * sub; k < (s + 1) * sub; k++) {
        int number = quads[k >> 2] >>> (8 * (k & 3)) & 0xFF;
        out[offset + k] = scale * (number - centre) - shift;
      }
    }
  }

  private void nibbles32(MemorySegment data, long at) {
    for (int i = 0; i < 4; i++) {
      int w = data.get(INT, at + 4L * i);
      quads[i] = w & LOW_NIBBLES;
      quads[i + 4] = w >>> 4 & LOW_NIBBLES;
    }
  }

  private void fifthBits32(int high) {
    for (int i = 0; i < 8; i++) {
      // Bits 4i..4i+3 to bit 4 of four bytes: the product puts bit j at 7j + j, free of carries.
      quads[i] |= ((high >>> 4 * i & 15) * 0x00204081 & 0x01010101) << 4;
    }
  }

  private void nibblesK(MemorySegment data, long at) {
    for (int g = 0; g < 4; g++) {
      for (int i = 0; i < 8; i++) {
        int w = data.get(INT, at + 32L * g + 4L * i);
        quads[16 * g + i] = w & LOW_NIBBLES;
        quads[16 * g + 8 + i] = w >>> 4 & LOW_NIBBLES;
      }
    }
  }

  private void fifthBitsK(MemorySegment data, long at) {
    for (int i = 0; i < 8; i++) {
      int w = data.get(INT, at + 4L * i);
      for (int j = 0; j < 4; j++) {
        quads[8 * j + i] |= w << (4 - j) & FIFTH_BITS;
        quads[8 * (j + 4) + i] |= w >>> j & FIFTH_BITS;
      }
    }
  }

  /// Eight scales and minimums of six bits each in twelve bytes.
  private void scalesK(MemorySegment data, long at) {
    dBits = data.get(SHORT, at);
    minBits = data.get(SHORT, at + 2);
    for (int j = 0; j < 4; j++) {
      int low = data.get(JAVA_BYTE, at + 4 + j);
      int high = data.get(JAVA_BYTE, at + 8 + j);
      int rest = data.get(JAVA_BYTE, at + 12 + j);
      scales[j] = low & 63;
      mins[j] = high & 63;
      scales[j + 4] = rest & 15 | (low & 0xC0) >>> 2;
      mins[j + 4] = rest >>> 4 & 15 | (high & 0xC0) >>> 2;
    }
  }

  private void sixK(MemorySegment data, long at) {
    for (int half = 0; half < 2; half++) {
      long low = at + 64L * half;
      long high = at + 128 + 32L * half;
      for (int i = 0; i < 8; i++) {
        int a = data.get(INT, low + 4L * i);
        int b = data.get(INT, low + 32 + 4L * i);
        int h = data.get(INT, high + 4L * i);
        int q = 32 * half + i;
        quads[q] = a & LOW_NIBBLES | (h & LOW_PAIRS) << 4;
        quads[q + 8] = b & LOW_NIBBLES | (h >>> 2 & LOW_PAIRS) << 4;
        quads[q + 16] = a >>> 4 & LOW_NIBBLES | (h >>> 4 & LOW_PAIRS) << 4;
        quads[q + 24] = b >>> 4 & LOW_NIBBLES | (h >>> 6 & LOW_PAIRS) << 4;
      }
    }
    for (int s = 0; s < 16; s++) {
      scales[s] = data.get(JAVA_BYTE, at + 192 + s);
    }
    dBits = data.get(SHORT, at + 208);
  }
}
