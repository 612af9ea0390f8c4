package dev.corvid.inference.internal.kernels;

import java.util.List;

/// The plain-Java twin: keeps the weights as the file has them, dequantises a row and multiplies in
/// f32. Slow, exact, and what the vector kernels are tested against.
final class ScalarMatrix extends WeightMatrix {
  private static final int ROWS_PER_TASK = 16;

  ScalarMatrix(WeightRows source) {
    super(source);
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  void multiplyTogether(List<Product> products, float[] x, int tokens, Workers workers) {
    for (Product product : products) {
      int rows = product.matrix().rows();
      workers.run(
          Math.ceilDiv(rows, ROWS_PER_TASK),
          task -> {
            int first = task * ROWS_PER_TASK;
            multiplyRows(product, x, tokens, first, Math.min(rows, first + ROWS_PER_TASK));
          });
    }
  }

  private static void multiplyRows(Product product, float[] x, int tokens, int from, int to) {
    int columns = product.matrix().columns();
    float[] row = new float[columns];
    for (int r = from; r < to; r++) {
      product.matrix().row(r, row, 0);
      for (int t = 0; t < tokens; t++) {
        product.y()[t * product.yStride() + product.yOffset() + r] = dot(row, x, t * columns);
      }
    }
  }

  /// Four sums, since one chain of additions would wait for itself.
  private static float dot(float[] row, float[] x, int offset) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < row.length; i += 4) {
      a = Math.fma(row[i], x[offset + i], a);
      b = Math.fma(row[i + 1], x[offset + i + 1], b);
      c = Math.fma(row[i + 2], x[offset + i + 2], c);
      d = Math.fma(row[i + 3], x[offset + i + 3], d);
    }
    for (; i < row.length; i++) {
      a = Math.fma(row[i], x[offset + i], a);
    }
    return (a + b) + (c + d);
  }
}
