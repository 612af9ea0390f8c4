package dev.corvid.inference.internal.template;

/// Escape sequences of string literals, as in Python.
final class Escapes {
  private Escapes() {}

  static String unescape(String text, int line) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        result.append(c);
        continue;
      }
      char kind = text.charAt(++i);
      int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
      if (digits > 0) {
        result.appendCodePoint(hex(text, i + 1, digits, line));
        i += digits;
      } else {
        result.append(simple(kind));
      }
    }
    return result.toString();
  }

  /// A backslash before any other character stays.
  private static String simple(char kind) {
    return switch (kind) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case '0' -> "\0";
      case 'a' -> "\u0007";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'v' -> "\u000B";
      case '\n' -> "";
      case '\\', '\'', '"' -> String.valueOf(kind);
      default -> "\\" + kind;
    };
  }

  private static int hex(String text, int from, int digits, int line) {
    try {
      int value = Integer.parseUnsignedInt(text.substring(from, from + digits), 16);
      if (Character.isValidCodePoint(value)) {
        return value;
      }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      // Reported below with all other wrong escapes.
    }
    throw new TemplateException(
        "line %d: a string has a malformed \\%c escape".formatted(line, text.charAt(from - 1)));
  }
}
