package dev.corvid.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;

/// What PostgreSQL takes as text: no zero character and no half of a surrogate pair.
final class Texts {
  /// As much of a key as an index takes, in characters.
  private static final int LONGEST_KEY = 255;

  private Texts() {}

  /// A text with question marks for what cannot be kept. Two texts may become the same.
  static String plain(String text) {
    return new String(text.replace('\0', '?').getBytes(UTF_8), UTF_8);
  }

  static boolean isKey(String text) {
    return text.length() <= LONGEST_KEY && plain(text).equals(text);
  }

  /// A text by which something is found, so it must be kept as it is.
  static String requireKey(String text, String name) {
    Objects.requireNonNull(text, name);
    if (!isKey(text)) {
      throw new IllegalArgumentException(
          "%s must be a text of at most %d characters that UTF-8 can say, got %d characters"
              .formatted(name, LONGEST_KEY, text.length()));
    }
    return text;
  }
}
