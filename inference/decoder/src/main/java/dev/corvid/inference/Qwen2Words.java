package dev.corvid.inference;

/// The words of Qwen 2 and 2.5; see [PreTokenizer#QWEN2].
final class Qwen2Words {
  private Qwen2Words() {}

  static void split(String text, int from, int to, PreTokenizer.Words words) {
    WordScanner scanner = new WordScanner(text, to);
    for (int at = from; at < to; ) {
      int end = end(scanner, at);
      words.word(text, at, end);
      at = end;
    }
  }

  /// Where the word at `at` ends: the alternatives in the order of the expression.
  private static int end(WordScanner s, int at) {
    int contraction = s.contraction(at, true);
    if (contraction > 0) {
      return contraction;
    }
    int c = s.at(at);
    int after = s.after(at);
    if (CharacterClass.isLetter(c)) {
      return s.run(CharacterClass::isLetter, after);
    }
    if (CharacterClass.isNumber(c)) {
      return after;
    }
    if (!CharacterClass.isLineEnd(c) && s.is(CharacterClass::isLetter, after)) {
      return s.run(CharacterClass::isLetter, after);
    }
    int other = c == ' ' ? after : at;
    if (s.is(CharacterClass::isOther, other)) {
      return s.run(CharacterClass::isLineEnd, s.run(CharacterClass::isOther, other));
    }
    int lines = linesEnd(s, at);
    return lines > at ? lines : s.spaces(at);
  }

  /// The end of `\s*[\r\n]+` at `at`, or `at`.
  private static int linesEnd(WordScanner s, int at) {
    int end = at;
    for (int i = at; s.is(CharacterClass::isSpace, i); i++) {
      if (CharacterClass.isLineEnd(s.at(i))) {
        end = i + 1;
      }
    }
    return end;
  }
}
