package dev.corvid.inference.internal.kernels;

import static dev.corvid.inference.internal.kernels.Lanes.F;
import static dev.corvid.inference.internal.kernels.Lanes.HALF_MASK;
import static dev.corvid.inference.internal.kernels.Lanes.HALF_SCALE;
import static dev.corvid.inference.internal.kernels.Lanes.I;
import static dev.corvid.inference.internal.kernels.Lanes.L;
import static dev.corvid.inference.internal.kernels.Lanes.LE;
import static dev.corvid.inference.internal.kernels.Lanes.VB;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// F16: a unit is two columns, the even one in the low shorts; a vector for each group. Infinities
/// and NaNs read as large numbers.
final class HalfLayout extends Layout {
  private static final int VECTORS = 2;
  private static final int UNIT = VECTORS * VB;

  @Override
  int unit() {
    return 2;
  }

  @Override
  int unitVectors() {
    return VECTORS;
  }

  @Override
  void prepare(Activations x) {
    // Used as they are.
  }

  @Override
  void packRow(WeightRows source, int row, MemorySegment out, long start, int group, int lane) {
    long at = row * source.rowBytes();
    for (int c = 0; c < source.columns(); c++) {
      long to = lane(start + (long) (c >> 1) * UNIT, group, lane) + 2 * (c & 1);
      out.set(SHORT, to, source.data().get(SHORT, at + 2L * c));
    }
  }

  @Override
  void multiply(MemorySegment w, int from, int to, Activations x, float[] y, int at) {
    multiply(w, from, to, (x.columns + 1) / 2, x.floats, y, at);
  }

  private static void multiply(
      MemorySegment w, int from, int to, int units, float[] x, float[] y, int at) {
    for (int t = from; t < to; t++) {
      long p = (long) t * units * UNIT;
      FloatVector a0 = FloatVector.zero(F);
      FloatVector a1 = FloatVector.zero(F);
      FloatVector b0 = FloatVector.zero(F);
      FloatVector b1 = FloatVector.zero(F);
      for (int u = 0; u < units; u++, p += UNIT) {
        IntVector w0 = IntVector.fromMemorySegment(I, w, p, LE);
        IntVector w1 = IntVector.fromMemorySegment(I, w, p + VB, LE);
        FloatVector even = FloatVector.broadcast(F, x[2 * u]);
        FloatVector odd = FloatVector.broadcast(F, x[2 * u + 1]);
        a0 =
            w0.lanewise(LSHL, 16)
                .lanewise(ASHR, 3)
                .and(HALF_MASK)
                .reinterpretAsFloats()
                .mul(HALF_SCALE)
                .fma(even, a0);
        a1 =
            w1.lanewise(LSHL, 16)
                .lanewise(ASHR, 3)
                .and(HALF_MASK)
                .reinterpretAsFloats()
                .mul(HALF_SCALE)
                .fma(even, a1);
        b0 = w0.lanewise(ASHR, 3).and(HALF_MASK).reinterpretAsFloats().mul(HALF_SCALE).fma(odd, b0);
        b1 = w1.lanewise(ASHR, 3).and(HALF_MASK).reinterpretAsFloats().mul(HALF_SCALE).fma(odd, b1);
      }
      a0.add(b0).intoArray(y, at + t * 2 * L);
      a1.add(b1).intoArray(y, at + t * 2 * L + L);
    }
  }

  @Override
  void unpack(MemorySegment w, long p, int units, float[] panel, int offset) {
    for (int u = 0; u < units; u++, p += UNIT) {
      for (int g = 0; g < 2; g++) {
        IntVector word = IntVector.fromMemorySegment(I, w, p + g * VB, LE);
        int out = offset + u * 4 * L + g * L;
        word.lanewise(LSHL, 16)
            .lanewise(ASHR, 3)
            .and(HALF_MASK)
            .reinterpretAsFloats()
            .mul(HALF_SCALE)
            .intoArray(panel, out);
        word.lanewise(ASHR, 3)
            .and(HALF_MASK)
            .reinterpretAsFloats()
            .mul(HALF_SCALE)
            .intoArray(panel, out + 2 * L);
      }
    }
  }
}
