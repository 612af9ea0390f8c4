package dev.corvid.retrieval;

/// Finds the best place to cut a text that is too long.
final class Breaks {
  private static final String SENTENCE_ENDS = ".!?\u2026";
  private static final String WIDE_SENTENCE_ENDS = "\u3002\uFF01\uFF1F";
  private static final String CLOSERS = "\"')]}\u201D\u2019\u00BB";

  private Breaks() {}

  /// The best cut in `(start, end]`, not in its first third if that can be helped: after a
  /// sentence (or, for `lines` such as code, after a line), after a line, between words, anywhere
  /// but inside a character.
  static int before(String text, int start, int end, boolean lines) {
    int earliest = start + (end - start) / 3 + 1;
    int sentence = lines ? -1 : last(text, earliest, end, Kind.SENTENCE);
    if (sentence > 0) {
      return sentence;
    }
    int line = last(text, earliest, end, Kind.LINE);
    if (line > 0) {
      return line;
    }
    int word = last(text, earliest, end, Kind.WORD);
    if (word > 0) {
      return word;
    }
    boolean insideCharacter =
        end < text.length()
            && Character.isLowSurrogate(text.charAt(end))
            && Character.isHighSurrogate(text.charAt(end - 1));
    if (!insideCharacter) {
      return Math.max(end, start + 1);
    }
    return end - 1 > start ? end - 1 : end + 1;
  }

  private static int last(String text, int earliest, int end, Kind kind) {
    for (int at = end; at >= earliest; at--) {
      if (breaksAt(text, at, kind)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean breaksAt(String text, int at, Kind kind) {
    char before = text.charAt(at - 1);
    return switch (kind) {
      case LINE -> before == '\n';
      case WORD -> Character.isWhitespace(before);
      case SENTENCE -> WIDE_SENTENCE_ENDS.indexOf(before) >= 0 || endsSentence(text, at, before);
    };
  }

  private static boolean endsSentence(String text, int at, char before) {
    if (!Character.isWhitespace(before)) {
      return false;
    }
    int i = at - 2;
    while (i > 0 && CLOSERS.indexOf(text.charAt(i)) >= 0) {
      i--;
    }
    return i >= 0 && SENTENCE_ENDS.indexOf(text.charAt(i)) >= 0;
  }

  private enum Kind {
    SENTENCE,
    LINE,
    WORD
  }
}
