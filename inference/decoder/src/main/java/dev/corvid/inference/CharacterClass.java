package dev.corvid.inference;

/// The classes of characters that pre-tokenizers distinguish.
final class CharacterClass {
  private CharacterClass() {}

  /// `\p{L}`
  static boolean isLetter(int c) {
    return Character.isLetter(c);
  }

  /// `\p{N}`
  static boolean isNumber(int c) {
    if (c < 0x80) {
      return c >= '0' && c <= '9';
    }
    int type = Character.getType(c);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /// `\s`, which is Unicode's White_Space.
  static boolean isSpace(int c) {
    if (c < 0x80) {
      return c == ' ' || c >= '\t' && c <= '\r';
    }
    return c == 0x85
        || c == 0xA0
        || c == 0x1680
        || c >= 0x2000 && c <= 0x200A
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  /// `[^\s\p{L}\p{N}]`
  static boolean isOther(int c) {
    return !isSpace(c) && !isLetter(c) && !isNumber(c);
  }

  static boolean isLineEnd(int c) {
    return c == '\r' || c == '\n';
  }
}
