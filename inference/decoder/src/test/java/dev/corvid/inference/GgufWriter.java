package dev.corvid.inference;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes small GGUF v3 files for tests, well-formed or, through the raw methods, not.
final class GgufWriter {
  private static final int ALIGNMENT = 32;

  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private final ByteArrayOutputStream infos = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private int entryCount;
  private int tensorCount;

  GgufWriter integer(String key, int value) {
    return entry(key, 5, ints(value));
  }

  GgufWriter unsigned(String key, int value) {
    return entry(key, 4, ints(value));
  }

  GgufWriter number(String key, float value) {
    return entry(key, 6, ints(Float.floatToIntBits(value)));
  }

  GgufWriter flag(String key, boolean value) {
    return entry(key, 7, new byte[] {(byte) (value ? 1 : 0)});
  }

  GgufWriter string(String key, String value) {
    return entry(key, 8, text(value));
  }

  GgufWriter strings(String key, List<String> values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ints(8));
    out.writeBytes(longs(values.size()));
    values.forEach(value -> out.writeBytes(text(value)));
    return entry(key, 9, out.toByteArray());
  }

  GgufWriter integers(String key, int... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ints(5));
    out.writeBytes(longs(values.length));
    out.writeBytes(ints(values));
    return entry(key, 9, out.toByteArray());
  }

  /// A value as it stands.
  GgufWriter entry(String key, int type, byte[] value) {
    entries.writeBytes(text(key));
    entries.writeBytes(ints(type));
    entries.writeBytes(value);
    entryCount++;
    return this;
  }

  /// A tensor of that type, dimensions in ggml's order.
  GgufWriter tensor(String name, TensorType type, byte[] weights, long... shape) {
    return tensor(name, type.id(), weights, shape);
  }

  GgufWriter tensor(String name, int type, byte[] weights, long... shape) {
    data.writeBytes(new byte[-data.size() & ALIGNMENT - 1]);
    info(name, type, data.size(), shape);
    data.writeBytes(weights);
    return this;
  }

  /// A tensor without data of its own.
  GgufWriter info(String name, int type, long offset, long... shape) {
    infos.writeBytes(text(name));
    infos.writeBytes(ints(shape.length));
    infos.writeBytes(longs(shape));
    infos.writeBytes(ints(type));
    infos.writeBytes(longs(offset));
    tensorCount++;
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(ints(3));
    out.writeBytes(longs(tensorCount, entryCount));
    out.writeBytes(entries.toByteArray());
    out.writeBytes(infos.toByteArray());
    if (tensorCount > 0) {
      out.writeBytes(new byte[-out.size() & ALIGNMENT - 1]);
    }
    out.writeBytes(data.toByteArray());
    return out.toByteArray();
  }

  Path writeTo(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  static byte[] text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + utf8.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(utf8.length)
        .put(utf8)
        .array();
  }

  static byte[] ints(int... values) {
    ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      out.putInt(value);
    }
    return out.array();
  }

  static byte[] longs(long... values) {
    ByteBuffer out = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      out.putLong(value);
    }
    return out.array();
  }
}
