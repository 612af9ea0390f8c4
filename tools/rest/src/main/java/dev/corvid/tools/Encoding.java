package dev.corvid.tools;

import java.nio.charset.StandardCharsets;

/// Percent-encoding by RFC 3986.
final class Encoding {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /// Not among them are `&`, `#`, `+` and `=`, which would become structure, and brackets, which
  /// Java's `URI` refuses in a query.
  private static final String RESERVED = ":/?@!$'()*,;";

  private Encoding() {}

  /// Everything but unreserved characters becomes escapes of UTF-8.
  static String encode(String text) {
    return encode(text, UNRESERVED);
  }

  /// The same, but reserved characters stay that cannot change the structure of a query.
  static String encodeReserved(String text) {
    return encode(text, UNRESERVED + RESERVED);
  }

  private static String encode(String text, String kept) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && kept.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(hex(c >> 4)).append(hex(c & 15));
      }
    }
    return encoded.toString();
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }
}
