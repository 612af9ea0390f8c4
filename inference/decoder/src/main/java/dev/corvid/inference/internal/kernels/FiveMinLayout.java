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
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Q5_1: 32 columns of 5-bit numbers with an f16 scale and offset. A unit is 5 words for each
/// group, alternating, then for each group a vector of scales (low shorts) and offsets (high). The
/// kernel sums numbers less 16, which fit 16 bits, and adds 16 times the sum of the activations.
final class FiveMinLayout extends Layout.OfBlocks {
  private static final int VECTORS = 12;
  private static final int UNIT = VECTORS * VB;

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
    x.prepareFives(32);
  }

  @Override
  void put(GgufBlocks block, MemorySegment out, long p, int group, int lane) {
    for (int v = 0; v < 5; v++) {
      out.set(INT, lane(p, 2 * v + group, lane), Fields.fives(block.quads, 0, v));
    }
    int scales = block.dBits & 0xFFFF | block.minBits << 16;
    out.set(INT, lane(p, 10 + group, lane), scales);
  }

  @Override
  void multiply(MemorySegment w, int from, int to, Activations x, float[] y, int at) {
    multiply(w, from, to, x.columns / 32, x.fives, x.scales32, y, at);
  }

  private static void multiply(
      MemorySegment w, int from, int to, int units, int[] x, float[] xs, float[] y, int at) {
    for (int t = from; t < to; t++) {
      long p = (long) t * units * UNIT;
      FloatVector a0 = FloatVector.zero(F);
      FloatVector a1 = FloatVector.zero(F);
      for (int b = 0; b < units; b++, p += UNIT) {
        int k = b * Activations.FIVE_STEP;
        ShortVector u0 = IntVector.broadcast(I, x[k]).reinterpretAsShorts();
        ShortVector u1 = u0;
        for (int v = 0; v < 5; v++) {
          int i = k + 2 + 4 * v;
          ShortVector c0 = IntVector.broadcast(I, x[i]).reinterpretAsShorts();
          ShortVector c1 = IntVector.broadcast(I, x[i + 1]).reinterpretAsShorts();
          ShortVector c2 = IntVector.broadcast(I, x[i + 2]).reinterpretAsShorts();
          ShortVector c3 = IntVector.broadcast(I, x[i + 3]).reinterpretAsShorts();
          ShortVector w0 = ShortVector.fromMemorySegment(S, w, p + v * (2 * VB), LE);
          ShortVector w1 = ShortVector.fromMemorySegment(S, w, p + v * (2 * VB) + VB, LE);
          u0 =
              u0.add(
                  w0.mul(c0)
                      .add(w0.lanewise(LSHR, 5).mul(c1))
                      .add(w0.lanewise(LSHR, 10).mul(c2).add(w0.lanewise(LSHR, 15).mul(c3))));
          u1 =
              u1.add(
                  w1.mul(c0)
                      .add(w1.lanewise(LSHR, 5).mul(c1))
                      .add(w1.lanewise(LSHR, 10).mul(c2).add(w1.lanewise(LSHR, 15).mul(c3))));
        }

        IntVector p0 = u0.reinterpretAsInts();
        IntVector p1 = u1.reinterpretAsInts();
        IntVector i0 = p0.lanewise(ASHR, 16).add(p0.lanewise(LSHL, 16).lanewise(ASHR, 16));
        IntVector i1 = p1.lanewise(ASHR, 16).add(p1.lanewise(LSHL, 16).lanewise(ASHR, 16));
        IntVector half0 = IntVector.fromMemorySegment(I, w, p + 10 * VB, LE);
        IntVector half1 = IntVector.fromMemorySegment(I, w, p + 11 * VB, LE);
        float s = xs[b];
        int sum = x[k + 1];
        a0 =
            ((FloatVector) i0.add(sum << 4).convert(I2F, 0))
                .fma(
                    half0
                        .lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(HALF_MASK)
                        .reinterpretAsFloats()
                        .mul(s),
                    a0);
        a1 =
            ((FloatVector) i1.add(sum << 4).convert(I2F, 0))
                .fma(
                    half1
                        .lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(HALF_MASK)
                        .reinterpretAsFloats()
                        .mul(s),
                    a1);
        FloatVector shift = FloatVector.broadcast(F, sum * s);
        a0 = half0.lanewise(ASHR, 3).and(HALF_MASK).reinterpretAsFloats().fma(shift, a0);
        a1 = half1.lanewise(ASHR, 3).and(HALF_MASK).reinterpretAsFloats().fma(shift, a1);
      }
      a0.intoArray(y, at + t * 2 * L);
      a1.intoArray(y, at + t * 2 * L + L);
    }
  }

  @Override
  void unpack(MemorySegment w, long p, int units, float[] panel, int offset) {
    for (int b = 0; b < units; b++, p += UNIT) {
      for (int g = 0; g < 2; g++) {
        IntVector half = IntVector.fromMemorySegment(I, w, p + 10 * VB + g * VB, LE);
        FloatVector scale =
            half.lanewise(LSHL, 16)
                .lanewise(ASHR, 3)
                .and(HALF_MASK)
                .reinterpretAsFloats()
                .mul(HALF_SCALE);
        FloatVector shift =
            half.lanewise(ASHR, 3).and(HALF_MASK).reinterpretAsFloats().mul(HALF_SCALE);
        int out = offset + b * 64 * L + g * L;
        IntVector low = IntVector.zero(I);
        IntVector high = low;
        for (int v = 0; v < 5; v++) {
          IntVector word = IntVector.fromMemorySegment(I, w, p + v * (2 * VB) + g * VB, LE);
          low = low.or(word.lanewise(LSHR, 15).and(1).lanewise(LSHL, v));
          high = high.or(word.lanewise(LSHR, 31).lanewise(LSHL, v));
          int o0 = out + 2 * L * (4 * (3 * v + 0 >> 1) + (3 * v + 0 & 1));
          int o1 = out + 2 * L * (4 * (3 * v + 1 >> 1) + (3 * v + 1 & 1));
          int o2 = out + 2 * L * (4 * (3 * v + 2 >> 1) + (3 * v + 2 & 1));
          ((FloatVector) word.and(31).convert(I2F, 0)).fma(scale, shift).intoArray(panel, o0);
          ((FloatVector) word.lanewise(LSHR, 5).and(31).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o1);
          ((FloatVector) word.lanewise(LSHR, 10).and(31).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o2);
          ((FloatVector) word.lanewise(LSHR, 16).and(31).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o0 + 4 * L);
          ((FloatVector) word.lanewise(LSHR, 21).and(31).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o1 + 4 * L);
          ((FloatVector) word.lanewise(LSHR, 26).and(31).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o2 + 4 * L);
        }
        FloatVector last = (FloatVector) low.convert(I2F, 0);
        last.fma(scale, shift).intoArray(panel, out + 29 * 2 * L);
        last = (FloatVector) high.convert(I2F, 0);
        last.fma(scale, shift).intoArray(panel, out + 31 * 2 * L);
      }
    }
  }
}
