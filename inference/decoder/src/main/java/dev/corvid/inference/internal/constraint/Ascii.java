package dev.corvid.inference.internal.constraint;

import java.nio.charset.StandardCharsets;

/// Bytes of texts that are part of JSON's syntax.
final class Ascii {
  private Ascii() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  static boolean isHexDigit(int b) {
    return isDigit(b) || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F';
  }
}
