package dev.corvid.command;

import org.jline.utils.WCWidth;

/// How wide text is on a terminal: an ideograph takes two columns, a combining mark none.
public final class Columns {
  private Columns() {}

  /// The columns of a text without control characters.
  public static int of(String text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  /// The longest beginning of a text that takes at most so many columns.
  public static String cut(String text, int columns) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      width += Math.max(0, WCWidth.wcwidth(c));
      if (width > columns) {
        return text.substring(0, i);
      }
      i += Character.charCount(c);
    }
    return text;
  }
}
