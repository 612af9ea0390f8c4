package dev.corvid.inference;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// An array of strings of a model file, kept as the file's bytes, so that 300,000 tokens and merges
/// are no 300,000 objects. Immutable, thread-safe.
public final class StringTable {
  static final StringTable EMPTY = new StringTable(new byte[0], new int[] {Long.BYTES});

  private final byte[] bytes;

  /// Where each string starts; one entry more than strings. Eight bytes of length lie between two.
  private final int[] starts;

  private StringTable(byte[] bytes, int[] starts) {
    this.bytes = bytes;
    this.starts = starts;
  }

  /// Index `count` strings, each a 64-bit little-endian length and its bytes, that [GgufReader]
  /// checked to fill `bytes`.
  static StringTable parse(byte[] bytes, int count) {
    int[] starts = new int[count + 1];
    int at = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = at + Long.BYTES;
      at += Long.BYTES + length(bytes, at);
    }
    starts[count] = at + Long.BYTES;
    return new StringTable(bytes, starts);
  }

  /// The low half suffices: the checked table is shorter than 2^31 bytes.
  private static int length(byte[] bytes, int at) {
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | (bytes[at + 3] & 0xFF) << 24;
  }

  public int size() {
    return starts.length - 1;
  }

  /// The string at `index`; invalid UTF-8 is replaced by U+FFFD.
  ///
  /// @throws IndexOutOfBoundsException if `index` is not in `[0, size)`
  public String get(int index) {
    Objects.checkIndex(index, size());
    return new String(bytes, start(index), end(index) - start(index), StandardCharsets.UTF_8);
  }

  /// The array that holds all strings; not to be written.
  byte[] bytes() {
    return bytes;
  }

  int start(int index) {
    return starts[index];
  }

  int end(int index) {
    return starts[index + 1] - Long.BYTES;
  }
}
