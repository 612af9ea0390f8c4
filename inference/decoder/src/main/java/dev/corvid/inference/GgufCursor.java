package dev.corvid.inference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads the head of a GGUF file front to back and never past its end.
///
/// It reads through a window on the heap: in a JVM that has just started, plain array accesses are
/// many times faster than accesses to the mapping, and the head of a large vocabulary
/// takes 300,000.
final class GgufCursor {
  private static final int WINDOW = 1 << 16;

  private final Path path;
  private final MemorySegment file;
  private final byte[] window;
  private long windowStart;
  private int filled;
  private int at;

  GgufCursor(Path path, MemorySegment file) {
    this.path = path;
    this.file = file;
    this.window = new byte[(int) Math.min(WINDOW, file.byteSize())];
  }

  long position() {
    return windowStart + at;
  }

  long remaining() {
    return file.byteSize() - position();
  }

  /// Bytes `n <= 8`, little-endian.
  long number(int n, String what) {
    if (n > filled - at) {
      refill(n, what);
    }
    long value = 0;
    for (int i = n - 1; i >= 0; i--) {
      value = value << 8 | window[at + i] & 0xFF;
    }
    at += n;
    return value;
  }

  int int32(String what) {
    return (int) number(Integer.BYTES, what);
  }

  long int64(String what) {
    return number(Long.BYTES, what);
  }

  /// Move over `bytes` bytes, an unsigned number.
  void skip(long bytes, String what) {
    if (bytes < 0 || bytes > remaining()) {
      throw truncated(what, bytes);
    }
    if (bytes <= filled - at) {
      at += (int) bytes;
    } else {
      windowStart = position() + bytes;
      filled = 0;
      at = 0;
    }
  }

  /// A length-prefixed string that must have at most `limit` bytes.
  String string(int limit, String what) {
    long bytes = int64(what);
    if (bytes < 0 || bytes > limit) {
      throw ModelFileException.damaged(
          path,
          "%s must have at most %d bytes, has %s"
              .formatted(what, limit, Long.toUnsignedString(bytes)));
    }
    long start = position();
    skip(bytes, what);
    byte[] text = file.asSlice(start, bytes).toArray(ValueLayout.JAVA_BYTE);
    return new String(text, StandardCharsets.UTF_8);
  }

  private void refill(int n, String what) {
    if (n > remaining()) {
      throw truncated(what, n);
    }
    windowStart += at;
    at = 0;
    filled = (int) Math.min(window.length, remaining());
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, windowStart, window, 0, filled);
  }

  private ModelFileException truncated(String what, long bytes) {
    long end = position() + bytes;
    // Past 2^63 the sum is meaningless, and the length alone says that the file is wrong.
    boolean huge = bytes < 0 || end < 0;
    return ModelFileException.truncated(
        path, what, huge ? "2^63 or later" : Long.toString(end), file.byteSize());
  }
}
