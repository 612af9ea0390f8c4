package dev.corvid.inference.internal.kernels;

import dev.corvid.inference.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/// The rows of a matrix as the GGUF file stores them: what an embedding look-up needs. Thread-safe;
/// usable as long as `data` is.
///
/// @param columns weights per row, a multiple of the type's block size
/// @param data exactly `rows × columns` weights
public record WeightRows(TensorType type, int rows, int columns, MemorySegment data) {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public WeightRows {
    Objects.requireNonNull(type, "type");
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "rows and columns must be >= 1, got " + rows + " x " + columns);
    }
    long expected = type.bytes((long) rows * columns);
    if (columns % type.blockSize() != 0 || data.byteSize() != expected) {
      throw new IllegalArgumentException(
          "data of %d x %d %s must have %d bytes in whole blocks, got %d"
              .formatted(rows, columns, type, expected, data.byteSize()));
    }
  }

  /// Bytes of one row.
  public long rowBytes() {
    return type.bytes(columns);
  }

  /// Write row `r`, dequantised exactly as ggml does, to `out[offset..offset + columns)`.
  ///
  /// @throws IndexOutOfBoundsException if there is no such row or no such room
  public void row(int r, float[] out, int offset) {
    Objects.checkIndex(r, rows);
    Objects.checkFromIndexSize(offset, columns, out.length);
    long at = r * rowBytes();
    switch (type) {
      case F32 -> MemorySegment.copy(data, FLOAT, at, out, offset, columns);
      case F16 -> {
        for (int c = 0; c < columns; c++) {
          out[offset + c] = Float.float16ToFloat(data.get(SHORT, at + 2L * c));
        }
      }
      default -> blocks(at, out, offset);
    }
  }

  private void blocks(long at, float[] out, int offset) {
    var blocks = new GgufBlocks(type);
    for (int c = 0; c < columns; c += type.blockSize(), at += type.blockBytes()) {
      blocks.read(data, at);
      blocks.weights(out, offset + c);
    }
  }
}
