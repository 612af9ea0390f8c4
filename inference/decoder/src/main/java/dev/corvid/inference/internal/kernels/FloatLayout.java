package dev.corvid.inference.internal.kernels;

import static dev.corvid.inference.internal.kernels.Lanes.F;
import static dev.corvid.inference.internal.kernels.Lanes.L;
import static dev.corvid.inference.internal.kernels.Lanes.LE;
import static dev.corvid.inference.internal.kernels.Lanes.VB;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// F32: a unit is one column, a vector for each group.
final class FloatLayout extends Layout {
  private static final int VECTORS = 2;
  private static final int UNIT = VECTORS * VB;

  @Override
  int unit() {
    return 1;
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
      out.set(
          FLOAT, lane(start + (long) c * UNIT, group, lane), source.data().get(FLOAT, at + 4L * c));
    }
  }

  @Override
  void multiply(MemorySegment w, int from, int to, Activations x, float[] y, int at) {
    multiply(w, from, to, x.columns, x.floats, y, at);
  }

  private static void multiply(
      MemorySegment w, int from, int to, int columns, float[] x, float[] y, int at) {
    for (int t = from; t < to; t++) {
      long p = (long) t * columns * UNIT;
      FloatVector a0 = FloatVector.zero(F);
      FloatVector a1 = FloatVector.zero(F);
      for (int k = 0; k < columns; k++, p += UNIT) {
        FloatVector c = FloatVector.broadcast(F, x[k]);
        a0 = FloatVector.fromMemorySegment(F, w, p, LE).fma(c, a0);
        a1 = FloatVector.fromMemorySegment(F, w, p + VB, LE).fma(c, a1);
      }
      a0.intoArray(y, at + t * 2 * L);
      a1.intoArray(y, at + t * 2 * L + L);
    }
  }

  @Override
  void unpack(MemorySegment w, long p, int units, float[] panel, int offset) {
    MemorySegment.copy(w, FLOAT, p, panel, offset, units * 2 * L);
  }
}
