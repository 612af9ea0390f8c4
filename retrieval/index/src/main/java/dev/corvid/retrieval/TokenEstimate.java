package dev.corvid.retrieval;

/// Estimates how many WordPiece tokens an embedding model makes of a text, without the model: a
/// word counts one, a long one more, a number one per three digits, any other sign one.
final class TokenEstimate {
  private static final int FREE_LETTERS = 7;
  private static final int LETTERS_PER_TOKEN = 4;
  private static final int DIGITS_PER_TOKEN = 3;

  private TokenEstimate() {}

  static int of(String text) {
    return of(text, 0, text.length());
  }

  static int of(String text, int start, int end) {
    int tokens = 0;
    int run = 0;
    for (int i = start; i < end; i++) {
      run = runAt(text, i, run);
      tokens += cost(text.charAt(i), run);
    }
    return tokens;
  }

  /// The largest end such that `start..end` stays within `limit` tokens.
  static int fit(String text, int start, int end, int limit) {
    int tokens = 0;
    int run = 0;
    for (int i = start; i < end; i++) {
      run = runAt(text, i, run);
      tokens += cost(text.charAt(i), run);
      if (tokens > limit) {
        return i;
      }
    }
    return end;
  }

  private static int runAt(String text, int i, int run) {
    char c = text.charAt(i);
    boolean goesOn = run > 0 && kind(c) == kind(text.charAt(i - 1));
    return goesOn ? run + 1 : 1;
  }

  private static int cost(char c, int run) {
    return switch (kind(c)) {
      case SPACE -> 0;
      case LATIN -> run == 1 || (run > FREE_LETTERS && run % LETTERS_PER_TOKEN == 0) ? 1 : 0;
      case DIGIT -> run % DIGITS_PER_TOKEN == 1 ? 1 : 0;
      case OTHER -> Character.isLowSurrogate(c) ? 0 : 1;
    };
  }

  private static Kind kind(char c) {
    if (c >= '0' && c <= '9') {
      return Kind.DIGIT;
    }
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return Kind.SPACE;
    }
    // Latin with its accents ends at U+024F; the models' vocabularies hold few words beyond it.
    return c <= '\u024F' && Character.isLetter(c) ? Kind.LATIN : Kind.OTHER;
  }

  private enum Kind {
    SPACE,
    LATIN,
    DIGIT,
    OTHER
  }
}
