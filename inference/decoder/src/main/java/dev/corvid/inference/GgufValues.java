package dev.corvid.inference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Decodes strings and arrays that [GgufReader] located and checked.
final class GgufValues {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// The largest string or array that is decoded; ten times the largest vocabulary known.
  private static final int LIMIT = 1 << 28;

  private final Path path;
  private final MemorySegment file;

  GgufValues(Path path, MemorySegment file) {
    this.path = path;
    this.file = file;
  }

  String string(String key, GgufValue.Text text) {
    return new String(copy(key, text.offset(), text.bytes()), StandardCharsets.UTF_8);
  }

  StringTable strings(String key, GgufValue.Array array) {
    return StringTable.parse(copy(key, array.offset(), array.bytes()), array.count());
  }

  int[] integers(String key, GgufValue.Array array) {
    return slice(key, array.offset(), array.bytes()).toArray(INT);
  }

  float[] floats(String key, GgufValue.Array array) {
    return slice(key, array.offset(), array.bytes()).toArray(FLOAT);
  }

  private byte[] copy(String key, long offset, long bytes) {
    return slice(key, offset, bytes).toArray(ValueLayout.JAVA_BYTE);
  }

  private MemorySegment slice(String key, long offset, long bytes) {
    if (bytes > LIMIT) {
      throw ModelFileException.damaged(
          path,
          "metadata key '%s' must take at most %d bytes, takes %d".formatted(key, LIMIT, bytes));
    }
    return file.asSlice(offset, bytes);
  }
}
