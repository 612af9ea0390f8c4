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

/// Q6_K: 256 columns in 16 sub-blocks of six-bit numbers centred at 32, each with a signed byte
/// scale that multiplies one f16 number. A unit is, per sub-block, three words for each group,
/// alternating; then four vectors for each group with the scales of four sub-blocks as bytes; then
/// the factors of the scales as f32. Sums stay integers until the unit ends.
final class SixKLayout extends Layout.OfBlocks {
  private static final int VECTORS = 106;
  private static final int UNIT = VECTORS * VB;
  private static final int SCALES = 96 * VB;
  private static final int FACTORS = 104 * VB;

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
    x.prepareSixes();
  }

  @Override
  void put(GgufBlocks block, MemorySegment out, long p, int group, int lane) {
    for (int j = 0; j < 16; j++) {
      for (int v = 0; v < 3; v++) {
        int word = Fields.sixes(block.quads, 4 * j, v);
        out.set(INT, lane(p, 6 * j + 2 * v + group, lane), word);
      }
    }
    for (int j = 0; j < 4; j++) {
      int scales = 0;
      for (int i = 0; i < 4; i++) {
        scales |= (block.scales[4 * j + i] & 0xFF) << 8 * i;
      }
      out.set(INT, lane(p, 96 + 2 * j + group, lane), scales);
    }
    out.set(FLOAT, lane(p, 104 + group, lane), block.d);
  }

  @Override
  void multiply(MemorySegment w, int from, int to, Activations x, float[] y, int at) {
    multiply(w, from, to, x.columns / 256, x.sixes, x.scales256, y, at);
  }

  private static void multiply(
      MemorySegment w, int from, int to, int units, int[] x, float[] xs, float[] y, int at) {
    int ahead = 0;
    for (int t = from; t < to; t++) {
      long p = (long) t * units * UNIT;
      FloatVector f0 = FloatVector.zero(F);
      FloatVector f1 = FloatVector.zero(F);
      for (int b = 0; b < units; b++, p += UNIT) {
        IntVector s0 = IntVector.zero(I);
        IntVector s1 = s0;
        for (int j = 0; j < 16; j++) {
          int k = (16 * b + j) * Activations.SIX_STEP;
          long q = p + j * (6 * VB);
          ahead |=
              w.get(INT, q + TOUCH)
                  | w.get(INT, q + TOUCH + 2 * VB)
                  | w.get(INT, q + TOUCH + 4 * VB);
          ShortVector u0 = IntVector.broadcast(I, x[k]).reinterpretAsShorts();
          ShortVector u1 = u0;
          ShortVector a0 = ShortVector.fromMemorySegment(S, w, q + 0 * VB, LE);
          ShortVector a1 = ShortVector.fromMemorySegment(S, w, q + 1 * VB, LE);
          ShortVector b0 = ShortVector.fromMemorySegment(S, w, q + 2 * VB, LE);
          ShortVector b1 = ShortVector.fromMemorySegment(S, w, q + 3 * VB, LE);
          ShortVector r0 = ShortVector.fromMemorySegment(S, w, q + 4 * VB, LE);
          ShortVector r1 = ShortVector.fromMemorySegment(S, w, q + 5 * VB, LE);
          ShortVector c1 = IntVector.broadcast(I, x[k + 1]).reinterpretAsShorts();
          ShortVector c2 = IntVector.broadcast(I, x[k + 2]).reinterpretAsShorts();
          u0 = u0.add(a0.mul(c1).add(a0.lanewise(LSHR, 6).mul(c2)));
          u1 = u1.add(a1.mul(c1).add(a1.lanewise(LSHR, 6).mul(c2)));
          ShortVector c3 = IntVector.broadcast(I, x[k + 3]).reinterpretAsShorts();
          ShortVector c4 = IntVector.broadcast(I, x[k + 4]).reinterpretAsShorts();
          u0 = u0.add(a0.lanewise(LSHR, 12).mul(c3).add(b0.mul(c4)));
          u1 = u1.add(a1.lanewise(LSHR, 12).mul(c3).add(b1.mul(c4)));
          ShortVector c5 = IntVector.broadcast(I, x[k + 5]).reinterpretAsShorts();
          ShortVector c6 = IntVector.broadcast(I, x[k + 6]).reinterpretAsShorts();
          u0 = u0.add(b0.lanewise(LSHR, 6).mul(c5).add(b0.lanewise(LSHR, 12).mul(c6)));
          u1 = u1.add(b1.lanewise(LSHR, 6).mul(c5).add(b1.lanewise(LSHR, 12).mul(c6)));
          ShortVector c7 = IntVector.broadcast(I, x[k + 7]).reinterpretAsShorts();
          ShortVector c8 = IntVector.broadcast(I, x[k + 8]).reinterpretAsShorts();
          u0 = u0.add(r0.mul(c7).add(r0.lanewise(LSHR, 6).mul(c8)));
          u1 = u1.add(r1.mul(c7).add(r1.lanewise(LSHR, 6).mul(c8)));
          ShortVector c9 = IntVector.broadcast(I, x[k + 9]).reinterpretAsShorts();
          ShortVector c10 = IntVector.broadcast(I, x[k + 10]).reinterpretAsShorts();
          u0 = u0.add(r0.lanewise(LSHR, 12).mul(c9).add(r0.lanewise(LSHR, 14).mul(c10)));
          u1 = u1.add(r1.lanewise(LSHR, 12).mul(c9).add(r1.lanewise(LSHR, 14).mul(c10)));

          int bits = 24 - (j & 3) * 8;
          long sp = p + SCALES + (j >> 2) * (2 * VB);
          IntVector t0 = IntVector.fromMemorySegment(I, w, sp, LE).lanewise(LSHL, bits);
          IntVector t1 = IntVector.fromMemorySegment(I, w, sp + VB, LE).lanewise(LSHL, bits);
          IntVector p0 = u0.reinterpretAsInts();
          IntVector p1 = u1.reinterpretAsInts();
          IntVector i0 = p0.lanewise(ASHR, 16).add(p0.lanewise(LSHL, 16).lanewise(ASHR, 16));
          IntVector i1 = p1.lanewise(ASHR, 16).add(p1.lanewise(LSHL, 16).lanewise(ASHR, 16));

          s0 = s0.add(i0.mul(t0.lanewise(ASHR, 24)));
          s1 = s1.add(i1.mul(t1.lanewise(ASHR, 24)));
        }
        FloatVector d0 = FloatVector.fromMemorySegment(F, w, p + FACTORS, LE);
        FloatVector d1 = FloatVector.fromMemorySegment(F, w, p + FACTORS + VB, LE);
        float s = xs[b];
        f0 = ((FloatVector) s0.convert(I2F, 0)).fma(d0.mul(s), f0);
        f1 = ((FloatVector) s1.convert(I2F, 0)).fma(d1.mul(s), f1);
      }
      f0.intoArray(y, at + t * 2 * L);
      f1.intoArray(y, at + t * 2 * L + L);
    }
    sink |= ahead;
  }

  @Override
  void unpack(MemorySegment w, long p, int units, float[] panel, int offset) {
    for (int b = 0; b < units; b++, p += UNIT) {
      for (int j = 0; j < 32; j++) {
        int g = j & 1;
        int sub = j >> 1;
        IntVector bits =
            IntVector.fromMemorySegment(I, w, p + SCALES + (sub >> 2) * (2 * VB) + g * VB, LE)
                .lanewise(LSHL, 24 - (sub & 3) * 8)
                .lanewise(ASHR, 24);
        FloatVector scale =
            FloatVector.fromMemorySegment(F, w, p + FACTORS + g * VB, LE)
                .mul((FloatVector) bits.convert(I2F, 0));
        FloatVector shift = scale.mul(-32f);
        int out = offset + (16 * b + sub) * 32 * L + g * L;
        long q = p + sub * (6 * VB) + g * VB;
        IntVector wa = IntVector.fromMemorySegment(I, w, q, LE);
        IntVector wb = IntVector.fromMemorySegment(I, w, q + 2 * VB, LE);
        IntVector wc = IntVector.fromMemorySegment(I, w, q + 4 * VB, LE);
        IntVector six =
            wa.lanewise(LSHR, 12).and(0x000F000F).or(wc.lanewise(LSHR, 8).and(0x00300030));
        IntVector seven =
            wb.lanewise(LSHR, 12).and(0x000F000F).or(wc.lanewise(LSHR, 10).and(0x00300030));
        IntVector last = six.or(seven.lanewise(LSHL, 6));
        for (int v = 0; v < 4; v++) {
          IntVector word = v == 0 ? wa : v == 1 ? wb : v == 2 ? wc : last;
          for (int n = 0; n < 4; n++) {
            IntVector number = word.lanewise(LSHR, 6 * (n & 1) + 16 * (n >> 1)).and(63);
            int column = 4 * v + (n & 1) + 2 * (n >> 1);
            ((FloatVector) number.convert(I2F, 0))
                .fma(scale, shift)
                .intoArray(panel, out + column * 2 * L);
          }
        }
      }
    }
  }
}
