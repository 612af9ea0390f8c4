package dev.corvid.inference.internal.kernels;

import static dev.corvid.inference.internal.kernels.Lanes.F;
import static dev.corvid.inference.internal.kernels.Lanes.L;

import jdk.incubator.vector.FloatVector;

/// The register tile of matrix-matrix products: 2L rows by four tokens.
final class FloatTile {
  /// Tokens per tile. With sixteen vector registers the JIT compiler spills from ten accumulators
  /// on and the kernel falls to a third of its speed; 2 × 4 reaches the multiply-add peak.
  static final int TOKENS = 4;

  private FloatTile() {}

  /// Add `Σ_k w[iw + 2L·k + row] · x[ix + 4k + t]` over `columns` columns to
  /// `y[iy + yStride · t + row]`, row in 0..2L, t in 0..4.
  static void multiplyAdd(
      float[] w, int iw, float[] x, int ix, int columns, float[] y, int iy, int yStride) {
    FloatVector a0 = FloatVector.zero(F);
    FloatVector a1 = FloatVector.zero(F);
    FloatVector a2 = FloatVector.zero(F);
    FloatVector a3 = FloatVector.zero(F);
    FloatVector b0 = FloatVector.zero(F);
    FloatVector b1 = FloatVector.zero(F);
    FloatVector b2 = FloatVector.zero(F);
    FloatVector b3 = FloatVector.zero(F);
    for (int k = 0; k < columns; k++) {
      FloatVector wa = FloatVector.fromArray(F, w, iw + k * 2 * L);
      FloatVector wb = FloatVector.fromArray(F, w, iw + k * 2 * L + L);
      FloatVector x0 = FloatVector.broadcast(F, x[ix + 4 * k]);
      a0 = wa.fma(x0, a0);
      b0 = wb.fma(x0, b0);
      FloatVector x1 = FloatVector.broadcast(F, x[ix + 4 * k + 1]);
      a1 = wa.fma(x1, a1);
      b1 = wb.fma(x1, b1);
      FloatVector x2 = FloatVector.broadcast(F, x[ix + 4 * k + 2]);
      a2 = wa.fma(x2, a2);
      b2 = wb.fma(x2, b2);
      FloatVector x3 = FloatVector.broadcast(F, x[ix + 4 * k + 3]);
      a3 = wa.fma(x3, a3);
      b3 = wb.fma(x3, b3);
    }
    FloatVector.fromArray(F, y, iy).add(a0).intoArray(y, iy);
    FloatVector.fromArray(F, y, iy + L).add(b0).intoArray(y, iy + L);
    int i1 = iy + yStride;
    FloatVector.fromArray(F, y, i1).add(a1).intoArray(y, i1);
    FloatVector.fromArray(F, y, i1 + L).add(b1).intoArray(y, i1 + L);
    int i2 = i1 + yStride;
    FloatVector.fromArray(F, y, i2).add(a2).intoArray(y, i2);
    FloatVector.fromArray(F, y, i2 + L).add(b2).intoArray(y, i2 + L);
    int i3 = i2 + yStride;
    FloatVector.fromArray(F, y, i3).add(a3).intoArray(y, i3);
    FloatVector.fromArray(F, y, i3 + L).add(b3).intoArray(y, i3 + L);
  }
}
