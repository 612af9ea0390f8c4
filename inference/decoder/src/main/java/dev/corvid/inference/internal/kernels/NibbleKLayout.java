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

/// Q4_K: 256 columns in eight sub-blocks of 4-bit numbers, each with a six-bit scale and minimum
/// that multiply two f16 numbers. A unit is, per sub-block, 4 words for each group, alternating;
/// then four vectors for each group with scale and minimum of two sub-blocks as bytes; then the
/// factors of scales and of minimums as f32. Sums stay integers until the unit ends.
final class NibbleKLayout extends Layout.OfBlocks {
  private static final int VECTORS = 76;
  private static final int UNIT = VECTORS * VB;
  private static final int SCALES = 64 * VB;
  private static final int FACTORS = 72 * VB;

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
    x.prepareNibbles(256);
  }

  @Override
  void put(GgufBlocks block, MemorySegment out, long p, int group, int lane) {
    for (int j = 0; j < 8; j++) {
      for (int v = 0; v < 4; v++) {
        int word = Fields.nibbles(block.quads, 8 * j, v);
        out.set(INT, lane(p, 8 * j + 2 * v + group, lane), word);
      }
    }
    for (int j = 0; j < 4; j++) {
      int even = block.scales[2 * j] | block.mins[2 * j] << 8;
      int odd = block.scales[2 * j + 1] | block.mins[2 * j + 1] << 8;
      out.set(INT, lane(p, 64 + 2 * j + group, lane), even | odd << 16);
    }
    out.set(FLOAT, lane(p, 72 + group, lane), block.d);
    out.set(FLOAT, lane(p, 74 + group, lane), block.min);
  }

  @Override
  void multiply(MemorySegment w, int from, int to, Activations x, float[] y, int at) {
    multiply(w, from, to, x.columns / 256, x.nibbles, x.scales256, y, at);
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
          int k = (8 * b + j) * Activations.NIBBLE_STEP;
          long q = p + j * (8 * VB);
          ShortVector u0 = ShortVector.zero(S);
          ShortVector u1 = u0;
          for (int v = 0; v < 4; v++) {
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
                        .add(w0.lanewise(LSHR, 4).mul(c1))
                        .add(w0.lanewise(LSHR, 8).mul(c2).add(w0.lanewise(LSHR, 12).mul(c3))));
            u1 =
                u1.add(
                    w1.mul(c0)
                        .add(w1.lanewise(LSHR, 4).mul(c1))
                        .add(w1.lanewise(LSHR, 8).mul(c2).add(w1.lanewise(LSHR, 12).mul(c3))));
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

          s0 = s0.add(i0.mul(t0.and(255)));
          s1 = s1.add(i1.mul(t1.and(255)));
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
        long q = p + sub * (8 * VB);
        for (int v = 0; v < 4; v++) {
          IntVector word = IntVector.fromMemorySegment(I, w, q + v * (2 * VB) + g * VB, LE);
          int o = out + 16 * L * v;
          ((FloatVector) word.and(15).convert(I2F, 0)).fma(scale, shift).intoArray(panel, o);
          ((FloatVector) word.lanewise(LSHR, 4).and(15).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o + 2 * L);
          ((FloatVector) word.lanewise(LSHR, 8).and(15).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o + 8 * L);
          ((FloatVector) word.lanewise(LSHR, 12).and(15).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o + 10 * L);
          ((FloatVector) word.lanewise(LSHR, 16).and(15).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o + 4 * L);
          ((FloatVector) word.lanewise(LSHR, 20).and(15).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o + 6 * L);
          ((FloatVector) word.lanewise(LSHR, 24).and(15).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o + 12 * L);
          ((FloatVector) word.lanewise(LSHR, 28).convert(I2F, 0))
              .fma(scale, shift)
              .intoArray(panel, o + 14 * L);
        }
      }
    }
  }
}
