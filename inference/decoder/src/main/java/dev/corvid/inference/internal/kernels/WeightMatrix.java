package dev.corvid.inference.internal.kernels;

import dev.corvid.inference.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/// A weight matrix of `rows × columns`, ready to be multiplied by activations. Immutable; one
/// [Workers] serves one multiplication at a time, the matrix itself any number.
public abstract class WeightMatrix {
  private final WeightRows source;

  WeightMatrix(WeightRows source) {
    this.source = source;
  }

  /// Repack `ggufData` for this machine's vector width, with all `workers`.
  ///
  /// The matrix keeps `ggufData` for [#row] and lives as long as both it and `arena`, which must be
  /// shared and owns the repacked weights.
  ///
  /// @param columns a multiple of the type's block size
  /// @param ggufData exactly `rows × columns` weights, row after row
  /// @throws IllegalArgumentException if sizes do not agree
  public static WeightMatrix pack(
      TensorType type,
      int rows,
      int columns,
      MemorySegment ggufData,
      Arena arena,
      Workers workers) {
    return Kernels.active().pack(new WeightRows(type, rows, columns, ggufData), arena, workers);
  }

  public final TensorType type() {
    return source.type();
  }

  public final int rows() {
    return source.rows();
  }

  public final int columns() {
    return source.columns();
  }

  /// Bytes of memory that the matrix owns.
  public abstract long bytes();

  /// Set `y[t * yStride + yOffset + r] = Σ_c W[r][c] · x[t * columns + c]` for t in 0..tokens and
  /// each row r.
  ///
  /// With one token quantised weights meet activations rounded to 8 bits with one scale per 32 (per
  /// 256 for K types), as in llama.cpp; with more tokens everything is f32.
  ///
  /// @throws IndexOutOfBoundsException if `x` or `y` is too short
  public final void multiply(
      float[] x, int tokens, float[] y, int yOffset, int yStride, Workers workers) {
    multiplyAll(List.of(new Product(this, y, yOffset, yStride)), x, tokens, workers);
  }

  /// Multiply several matrices with the same columns by the same activations in one parallel
  /// section: cheaper than one after the other because `x` is prepared once.
  public static void multiplyAll(List<Product> products, float[] x, int tokens, Workers workers) {
    int columns = products.getFirst().matrix().columns();
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens must be >= 1, got " + tokens);
    }
    Objects.checkFromIndexSize(0L, (long) tokens * columns, x.length);
    for (Product product : products) {
      if (product.matrix().columns() != columns) {
        throw new IllegalArgumentException(
            "columns must be %d, got %d".formatted(columns, product.matrix().columns()));
      }
      long last = (long) (tokens - 1) * product.yStride() + product.yOffset();
      Objects.checkFromIndexSize(last, product.matrix().rows(), product.y().length);
    }
    products.getFirst().matrix().multiplyTogether(products, x, tokens, workers);
  }

  /// Arguments are checked; all matrices are of this class.
  abstract void multiplyTogether(List<Product> products, float[] x, int tokens, Workers workers);

  /// Write row `r`, dequantised exactly, to `out[offset..offset + columns)`: the embedding look-up.
  ///
  /// @throws IndexOutOfBoundsException if there is no such row or no such room
  public final void row(int r, float[] out, int offset) {
    source.row(r, out, offset);
  }

  final WeightRows source() {
    return source;
  }

  /// One matrix and where its result goes: `y[t * yStride + yOffset + r]`.
  public record Product(WeightMatrix matrix, float[] y, int yOffset, int yStride) {
    public Product {
      if (yOffset < 0 || yStride < matrix.rows()) {
        throw new IllegalArgumentException(
            "yOffset must be >= 0 and yStride >= %d rows, got %d and %d"
                .formatted(matrix.rows(), yOffset, yStride));
      }
    }

    /// The result of one token, or of several stored one after the other.
    public static Product to(WeightMatrix matrix, float[] y) {
      return new Product(matrix, y, 0, matrix.rows());
    }
  }
}
