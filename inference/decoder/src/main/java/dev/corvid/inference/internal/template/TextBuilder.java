package dev.corvid.inference.internal.template;

import java.util.Arrays;

/// Builds a [Text] of bounded length.
final class TextBuilder {
  private static final int LIMIT = 1 << 22;

  private final StringBuilder value = new StringBuilder();
  private int[] flips = new int[8];
  private int flipCount;

  TextBuilder append(Text text) {
    return append(text, 0, text.length());
  }

  TextBuilder append(Text text, int from, int to) {
    for (int i = from; i < to; ) {
      int end = Math.min(to, text.runEnd(i));
      append(text.value().substring(i, end), text.isData(i));
      i = end;
    }
    return this;
  }

  TextBuilder append(String text, boolean data) {
    if (text.isEmpty()) {
      return this;
    }
    if (text.length() > LIMIT - value.length()) {
      throw new TemplateException("a text must have at most " + LIMIT + " characters");
    }
    boolean lastIsData = flipCount % 2 == 1;
    if (data != lastIsData) {
      if (flipCount == flips.length) {
        flips = Arrays.copyOf(flips, 2 * flipCount);
      }
      flips[flipCount++] = value.length();
    }
    value.append(text);
    return this;
  }

  Text build() {
    return new Text(value.toString(), Arrays.copyOf(flips, flipCount));
  }
}
