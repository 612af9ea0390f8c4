package dev.corvid.tools.mcp;

import java.util.Locale;

/// Makes text of a server fit to be read: nothing that a terminal obeys or that hides, and a limit.
final class Text {
  private static final int ELLIPSIS = 1;

  private Text() {}

  /// Without control and format characters other than line ends and tabs, and without halves of
  /// surrogate pairs.
  static String clean(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints().map(Text::visible).filter(c -> c >= 0).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /// One line without runs of blanks, at most `limit` characters; an ellipsis says that it was
  /// longer.
  static String line(String text, int limit) {
    // A megabyte need not be cleaned for a line: what hides is rarely more than what shows.
    String head = text.substring(0, Math.min(text.length(), 8 * limit));
    String line = clean(head).replaceAll("\\s+", " ").strip();
    return line.length() <= limit ? line : cut(line, limit - ELLIPSIS).stripTrailing() + "…";
  }

  /// The first `limit` characters, one fewer where a surrogate pair would be torn.
  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit > 0 && Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return text.substring(0, end);
  }

  /// A size such as `12 KB`.
  static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%,d KB", Math.round(bytes / 1e3))
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static int visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' || c == '\t' ? c : -1;
      case Character.FORMAT -> -1;
      case Character.SURROGATE -> '\uFFFD';
      default -> c;
    };
  }
}
