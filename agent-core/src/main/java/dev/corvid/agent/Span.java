package dev.corvid.agent;

/// A run of a text, in UTF-16 units.
record Span(int start, int end) {
  Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "span must have 0 <= start <= end, got " + start + ", " + end);
    }
  }

  String in(String text) {
    return text.substring(start, end);
  }
}
