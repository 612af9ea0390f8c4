package dev.corvid.inference.internal.forward;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Plain Java.
final class ScalarMath implements VectorMath {
  @Override
  public void rmsNorm(float[] x, int xo, float[] weight, float epsilon, float[] out, int o) {
    double squares = 0;
    for (int i = 0; i < weight.length; i++) {
      squares += (double) x[xo + i] * x[xo + i];
    }
    float factor = (float) (1 / Math.sqrt(squares / weight.length + epsilon));
    for (int i = 0; i < weight.length; i++) {
      out[o + i] = x[xo + i] * factor * weight[i];
    }
  }

  @Override
  public void add(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      x[xo + i] += y[yo + i];
    }
  }

  @Override
  public void swiGlu(float[] gate, float[] up, int from, int to) {
    for (int i = from; i < to; i++) {
      gate[i] = gate[i] / (1 + (float) Math.exp(-gate[i])) * up[i];
    }
  }

  @Override
  public void rotate(float[] v, int o, int half, float[] cosines, float[] sines, int a) {
    for (int i = 0; i < half; i++) {
      float x = v[o + i];
      float y = v[o + half + i];
      v[o + i] = x * cosines[a + i] - y * sines[a + i];
      v[o + half + i] = x * sines[a + i] + y * cosines[a + i];
    }
  }

  @Override
  public float max(float[] x, int o, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = o; i < o + n; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  @Override
  public float exponentials(float[] x, int o, int n, float max) {
    float sum = 0;
    for (int i = o; i < o + n; i++) {
      x[i] = (float) Math.exp(x[i] - max);
      sum += x[i];
    }
    return sum;
  }

  @Override
  public double logSumExp(float[] x, int o, int n) {
    float max = max(x, o, n);
    double sum = 0;
    for (int i = o; i < o + n; i++) {
      sum += Math.exp(x[i] - max);
    }
    return max + Math.log(sum);
  }

  @Override
  public void scale(float[] x, int o, int n, float factor) {
    for (int i = o; i < o + n; i++) {
      x[i] *= factor;
    }
  }

  @Override
  public void accumulate(
      float[] a,
      int aStride,
      int rows,
      MemorySegment b,
      long bo,
      int depth,
      float[] c,
      int columns) {
    float[] row = new float[columns];
    for (int k = 0; k < depth; k++) {
      MemorySegment.copy(
          b, ValueLayout.JAVA_FLOAT, bo + (long) k * columns * Float.BYTES, row, 0, columns);
      for (int r = 0; r < rows; r++) {
        float factor = a[r * aStride + k];
        for (int j = 0; j < columns; j++) {
          c[r * columns + j] += factor * row[j];
        }
      }
    }
  }
}
