package dev.corvid.inference;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array of bytes.
final class ByteList {
  private byte[] items = new byte[64];
  private int size;

  void add(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, items, size, more.length);
    size += more.length;
  }

  void add(int item) {
    reserve(1);
    items[size++] = (byte) item;
  }

  /// Append a character as UTF-8.
  void addUtf8(int codePoint) {
    if (codePoint < 0x80) {
      add(codePoint);
    } else if (codePoint < 0x800) {
      add(0xC0 | codePoint >> 6);
      addContinuation(codePoint);
    } else if (codePoint < 0x10000) {
      add(0xE0 | codePoint >> 12);
      addContinuation(codePoint >> 6);
      addContinuation(codePoint);
    } else {
      add(0xF0 | codePoint >> 18);
      addContinuation(codePoint >> 12);
      addContinuation(codePoint >> 6);
      addContinuation(codePoint);
    }
  }

  private void addContinuation(int bits) {
    add(0x80 | bits & 0x3F);
  }

  byte get(int index) {
    return items[index];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  byte[] toArray() {
    return Arrays.copyOf(items, size);
  }

  /// The bytes as text, invalid UTF-8 replaced by U+FFFD.
  String utf8() {
    return new String(items, 0, size, StandardCharsets.UTF_8);
  }

  private void reserve(int more) {
    if (size + more > items.length) {
      items = Arrays.copyOf(items, Math.max(items.length * 2, size + more));
    }
  }
}
