package dev.corvid.inference.internal.forward;

import java.lang.foreign.MemorySegment;

/// The arithmetic of a forward pass besides matrix products with weights. Implementations are
/// stateless and thread-safe.
interface VectorMath {
  /// Rows of `a` and `c` that [#accumulate] works on together.
  int ROW_TILE = 4;

  /// `c` has a multiple of this many columns in [#accumulate]; the widest tile of any machine.
  int COLUMN_TILE = 32;

  /// The implementation for this JVM: Vector API if the module is there.
  static VectorMath active() {
    return VectorMathHolder.ACTIVE;
  }

  /// `out[o + i] = x[xo + i] · weight[i] / sqrt(mean(x²) + epsilon)`, over all of `weight`
  /// (Zhang and Sennrich, RMSNorm, 2019).
  void rmsNorm(float[] x, int xo, float[] weight, float epsilon, float[] out, int o);

  /// `x[xo + i] += y[yo + i]` for i in 0..n.
  void add(float[] x, int xo, float[] y, int yo, int n);

  /// `gate[i] = gate[i] · sigmoid(gate[i]) · up[i]` for i in from..to (Shazeer, SwiGLU, 2020).
  void swiGlu(float[] gate, float[] up, int from, int to);

  /// Turn each pair `(v[o + i], v[o + i + half])` by the angle whose cosine and sine are at `a
  /// + i`.
  void rotate(float[] v, int o, int half, float[] cosines, float[] sines, int a);

  /// The largest of `x[o..o + n)`, n a multiple of [#COLUMN_TILE].
  float max(float[] x, int o, int n);

  /// Replace `x[o..o + n)` by `exp(x - max)` and return their sum; n a multiple of
  /// [#COLUMN_TILE].
  float exponentials(float[] x, int o, int n, float max);

  /// `log Σ exp(x[o..o + n))`.
  double logSumExp(float[] x, int o, int n);

  /// `x[o + i] *= factor` for i in 0..n, n a multiple of [#COLUMN_TILE].
  void scale(float[] x, int o, int n, float factor);

  /// `c[r][j] += Σ_k a[r][k] · b[k][j]` for r in 0..rows and j in 0..columns.
  ///
  /// @param a rows of `aStride` floats
  /// @param rows a multiple of [#ROW_TILE]
  /// @param b `depth` native-endian rows of `columns` floats, from byte `bo`
  /// @param c rows of `columns` floats
  /// @param columns a multiple of [#COLUMN_TILE]
  void accumulate(
      float[] a,
      int aStride,
      int rows,
      MemorySegment b,
      long bo,
      int depth,
      float[] c,
      int columns);
}
