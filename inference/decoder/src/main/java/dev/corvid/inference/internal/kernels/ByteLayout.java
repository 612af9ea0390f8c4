package dev.corvid.inference.internal.kernels;

import static dev.corvid.inference.internal.kernels.Lanes.F;
import static dev.corvid.inference.internal.kernels.Lanes.HALF_MASK;
import static dev.corvid.inference.internal.kernels.Lanes.HALF_SCALE;
import static dev.corvid.inference.internal.kernels.Lanes.I;
import static dev.corvid.inference.internal.kernels.Lanes.L;
import static dev.corvid.inference.internal.kernels.Lanes.LE;
import static dev.corvid.inference.internal.kernels.Lanes.S;
import static dev.corvid.inference.internal.kernels.Lanes.VB;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Q8_0: 32 columns of signed bytes with one f16 scale. A unit is eight words of four columns for
/// each group, alternating, then one vector with the scales of group 0 in the low shorts and of
/// group 1 in the high ones. Even columns are stored with 128 added, so that a short shifted right
/// by eight is its odd column.
final class ByteLayout extends Layout.OfBlocks {
  private static final int VECTORS = 17;
  private static final int UNIT = VECTORS * VB;
  private static final int EVEN_SIGNS = 0x00800080;

  @Override
  int unit() {
    return 32;
  }

  @Override
  int unitVectors() {
    return VECTORS;
  }

  @Override
  void prepare(Activations x) {
    x.prepareBytes();
  }

  @Override
  void put(GgufBlocks block, MemorySegment out, long p, int group, int lane) {
    for (int v = 0; v < 8; v++) {
      // Blocks are unsigned with centre 128: take it off the odd columns.
      out.set(INT, lane(p, 2 * v + group, lane), block.quads[v] ^ 0x80008000);
    }
    out.set(SHORT, lane(p, 16, lane) + 2 * group, block.dBits);
  }

  @Override
  void multiply(MemorySegment w, int from, int to, Activations x, float[] y, int at) {
    multiply(w, from, to, x.columns / 32, x.bytes, x.scales32, y, at);
  }

  private static void multiply(
      MemorySegment w, int from, int to, int units, int[] x, float[] xs, float[] y, int at) {
    for (int t = from; t < to; t++) {
      long p = (long) t * units * UNIT;
      FloatVector a0 = FloatVector.zero(F);
      FloatVector a1 = FloatVector.zero(F);
      for (int b = 0; b < units; b++, p += UNIT) {
        // i sums whole ints, j their high shorts: i - (j << 16) are the low shorts, each raised by
        // 0x8000 so as not to borrow; eight of them are taken off at the start.
        IntVector i0 = IntVector.broadcast(I, -8 * 0x8000);
        IntVector i1 = i0;
        IntVector j0 = IntVector.zero(I);
        IntVector j1 = j0;
        for (int v = 0; v < 8; v++) {
          int k = b * Activations.BYTE_STEP + 3 * v;
          ShortVector even = IntVector.broadcast(I, x[k]).reinterpretAsShorts();
          ShortVector odd = IntVector.broadcast(I, x[k + 1]).reinterpretAsShorts();
          ShortVector start = IntVector.broadcast(I, x[k + 2]).reinterpretAsShorts();
          ShortVector w0 = ShortVector.fromMemorySegment(S, w, p + v * (2 * VB) + 0 * VB, LE);
          IntVector r0 =
              w0.mul(even).add(start).add(w0.lanewise(ASHR, 8).mul(odd)).reinterpretAsInts();
          i0 = i0.add(r0);
          j0 = j0.add(r0.lanewise(ASHR, 16));
          ShortVector w1 = ShortVector.fromMemorySegment(S, w, p + v * (2 * VB) + 1 * VB, LE);
          IntVector r1 =
              w1.mul(even).add(start).add(w1.lanewise(ASHR, 8).mul(odd)).reinterpretAsInts();
          i1 = i1.add(r1);
          j1 = j1.add(r1.lanewise(ASHR, 16));
        }
        IntVector half = IntVector.fromMemorySegment(I, w, p + 16 * VB, LE);
        float s = xs[b];
        IntVector n0 = i0.sub(j0.lanewise(LSHL, 16)).add(j0);
        IntVector n1 = i1.sub(j1.lanewise(LSHL, 16)).add(j1);
        a0 =
            ((FloatVector) n0.convert(I2F, 0))
                .fma(
                    half.lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(HALF_MASK)
                        .reinterpretAsFloats()
                        .mul(s),
                    a0);
        a1 =
            ((FloatVector) n1.convert(I2F, 0))
                .fma(half.lanewise(ASHR, 3).and(HALF_MASK).reinterpretAsFloats().mul(s), a1);
      }
      a0.intoArray(y, at + t * 2 * L);
      a1.intoArray(y, at + t * 2 * L + L);
    }
  }

  @Override
  void unpack(MemorySegment w, long p, int units, float[] panel, int offset) {
    for (int b = 0; b < units; b++, p += UNIT) {
      IntVector half = IntVector.fromMemorySegment(I, w, p + 16 * VB, LE).lanewise(LSHL, 16);
      for (int g = 0; g < 2; g++) {
        FloatVector scale =
            half.lanewise(ASHR, 3).and(HALF_MASK).reinterpretAsFloats().mul(HALF_SCALE);
        int out = offset + b * 64 * L + g * L;
        for (int v = 0; v < 8; v++) {
          IntVector word =
              IntVector.fromMemorySegment(I, w, p + v * (2 * VB) + g * VB, LE)
                  .lanewise(XOR, EVEN_SIGNS);
          for (int n = 0; n < 4; n++) {
            IntVector number = word.lanewise(LSHL, 24 - 8 * n).lanewise(ASHR, 24);
            ((FloatVector) number.convert(I2F, 0))
                .mul(scale)
                .intoArray(panel, out + (4 * v + n) * 2 * L);
          }
        }
        half = IntVector.fromMemorySegment(I, w, p + 16 * VB, LE);
      }
    }
  }
}
