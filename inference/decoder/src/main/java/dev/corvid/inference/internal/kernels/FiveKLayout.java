package dev.corvid.inference.internal.kernels;

import static dev.corvid.inference.internal.kernels.Lanes.F;
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

/// Q5_K: 256 columns in eight sub-blocks of 5-bit numbers, each with a six-bit scale and minimum
/// that multiply two f16 numbers. A unit is, per sub-block, 5 words for each group, alternating;
/// then four vectors for each group with scale and minimum of two sub-blocks as bytes; then the
/// factors of scales and of minimums as f32. Sums stay integers until the unit ends. The kernel
/// sums numbers less 16, which fit 16 bits, and adds 16 times the sum of the activations.
final class FiveKLayout extends Layout.OfBlocks {
  private static final int VECTORS = 92;
  private static final int UNIT = VECTORS * VB;
  private static final int SCALES = 80 * VB;
  private static final int FACTORS = 88 * VB;

  @Override
  int unit() {
    return 256;
  }

  @Override
  int unitVectors() {
    return VECTORS;
  }

  @Override
  void prepare(Activations x) {
    x.prepareFives(256);
  }

  @Override
  void put(GgufBlocks block, MemorySegment out, long p, int group, int lane) {
    for (int j = 0; j < 8; j++) {
      for (int v = 0; v < 5; v++) {
        int word = Fields.fives(block.quads, 8 * j, v);
        out.set(INT, lane(p, 10 * j + 2 * v + group, lane), word);
      }
    }
    for (int j = 0; j < 4; j++) {
      int even = block.scales[2 * j] | block.mins[2 * j] << 8;
      int odd = block.scales[2 * j + 1] | block.mins[2 * j + 1] << 8;
      out.set(INT, lane(p, 80 + 2 * j + group, lane), even | odd << 16);
    }
    out.set(FLOAT, lane(p, 88 + group, lane), block.d);
    out.set(FLOAT, lane(p, 90 + group, lane), block.min);
  }

  @Override
  void multiply(MemorySegment w, int from, int to, Activations x, float[] y, int at) {
    multiply(w, from, to, x.columns / 256, x.fives, x.scales256, y, at);
  }

  private static void multiply(
      MemorySegment w, int from, int to, int units, int[] x, float[] xs, float[] y, int at) {
    int ahead = 0;
    for (int t = from; t < to; t++) {
      long p = (long) t * units * UNIT;
      FloatVector a0 = FloatVector.zero(F);
      FloatVector a1 = FloatVector.zero(F);
      for (int b = 0; b < units; b++, p += UNIT) {
        IntVector s0 = IntVector.zero(I);
        IntVector s1 = s0;
        IntVector m0 = s0;
        IntVector m1 = s0;
        for (int j = 0; j < 8; j++) {
          int k = (8 * b + j) * Activations.FIVE_STEP;
          long q = p + j * (10 * VB);
          ShortVector u0 = IntVector.broadcast(I, x[k]).reinterpretAsShorts();
          ShortVector u1 = u0;
          for (int v = 0; v < 5; v++) {
            int i = k + 2 + 4 * v;
            ahead |= w.get(INT, q + TOUCH + v * (2 * VB));
            ShortVector c0 = IntVector.broadcast(I, x[i]).reinterpretAsShorts();
            ShortVector c1 = IntVector.broadcast(I, x[i + 1]).reinterpretAsShorts();
            ShortVector c2 = IntVector.broadcast(I, x[i + 2]).reinterpretAsShorts();
            ShortVector c3 = IntVector.broadcast(I, x[i + 3]).reinterpretAsShorts();
            ShortVector w0 = ShortVector.fromMemorySegment(S, w, q + v * (2 * VB), LE);
            ShortVector w1 = ShortVector.fromMemorySegment(S, w, q + v * (2 * VB) + VB, LE);
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

          int sum = x[k + 1];
          int bits = (j & 1) * 16;
          long sp = p + SCALES + (j >> 1) * (2 * VB);
          IntVector t0 = IntVector.fromMemorySegment(I, w, sp, LE).lanewise(LSHR, bits);
          IntVector t1 = IntVector.fromMemorySegment(I, w, sp + VB, LE).lanewise(LSHR, bits);
          IntVector p0 = u0.reinterpretAsInts();
          IntVector p1 = u1.reinterpretAsInts();
          IntVector i0 = p0.lanewise(ASHR, 16).add(p0.lanewise(LSHL, 16).lanewise(ASHR, 16));
          IntVector i1 = p1.lanewise(ASHR, 16).add(p1.lanewise(LSHL, 16).lanewise(ASHR, 16));

          s0 = s0.add(i0.add(sum << 4).mul(t0.and(255)));
          s1 = s1.add(i1.add(sum << 4).mul(t1.and(255)));
          m0 = m0.add(t0.lanewise(LSHR, 8).and(255).mul(sum));
          m1 = m1.add(t1.lanewise(LSHR, 8).and(255).mul(sum));
        }
        FloatVector d0 = FloatVector.fromMemorySegment(F, w, p + FACTORS, LE);
        FloatVector d1 = FloatVector.fromMemorySegment(F, w, p + FACTORS + VB, LE);
        FloatVector e0 = FloatVector.fromMemorySegment(F, w, p + FACTORS + 2 * VB, LE);
        FloatVector e1 = FloatVector.fromMemorySegment(F, w, p + FACTORS + 3 * VB, LE);
        FloatVector f0 =
            d0.mul((FloatVector) s0.convert(I2F, 0)).sub(e0.mul((FloatVector) m0.convert(I2F, 0)));
        FloatVector f1 =
            d1.mul((FloatVector) s1.convert(I2F, 0)).sub(e1.mul((FloatVector) m1.convert(I2F, 0)));
        FloatVector s = FloatVector.broadcast(F, xs[b]);
        a0 = f0.fma(s, a0);
        a1 = f1.fma(s, a1);
      }
      a0.intoArray(y, at + t * 2 * L);
      a1.intoArray(y, at + t * 2 * L + L);
    }
    sink |= ahead;
  }

  @Override
  void unpack(MemorySegment w, long p, int units, float[] panel, int offset) {
    for (int b = 0; b < units; b++, p += UNIT) {
      for (int j = 0; j < 16; j++) {
        int g = j & 1;
        int sub = j >> 1;
        IntVector bits =
            IntVector.fromMemorySegment(I, w, p + SCALES + (sub >> 1) * (2 * VB) + g * VB, LE)
                .lanewise(LSHR, (sub & 1) * 16);
        FloatVector scale =
            FloatVector.fromMemorySegment(F, w, p + FACTORS + g * VB, LE)
                .mul((FloatVector) bits.and(255).convert(I2F, 0));
        FloatVector shift =
            FloatVector.fromMemorySegment(F, w, p + FACTORS + 2 * VB + g * VB, LE)
                .mul((FloatVector) bits.lanewise(LSHR, 8).and(255).convert(I2F, 0))
                .neg();
        int out = offset + (8 * b + sub) * 64 * L + g * L;
        long q = p + sub * (10 * VB);
        IntVector low = IntVector.zero(I);
        IntVector high = low;
        for (int v = 0; v < 5; v++) {
          IntVector word = IntVector.fromMemorySegment(I, w, q + v * (2 * VB) + g * VB, LE);
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
