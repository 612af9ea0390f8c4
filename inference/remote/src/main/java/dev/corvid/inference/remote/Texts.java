package dev.corvid.inference.remote;

/// Small texts of the module.
final class Texts {
  private static final int LONGEST = 200;

  private Texts() {}

  /// A server's words on one line, cut: no control characters, none that turn the writing around.
  static String quoted(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && line.length() < LONGEST; ) {
      int point = text.codePointAt(i);
      boolean shown = isShown(point);
      if (shown) {
        line.appendCodePoint(point);
      } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
      i += Character.charCount(point);
    }
    String quoted = line.toString().strip();
    return quoted.length() < LONGEST ? quoted : cut(quoted) + "…";
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String cut(String text) {
    int end = LONGEST - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }
}
