package dev.corvid.inference;

import java.util.List;
import java.util.function.IntPredicate;

/// The words of GPT-2; see [PreTokenizer#SMOLLM].
final class Gpt2Words {
  private static final List<IntPredicate> CLASSES =
      List.of(CharacterClass::isLetter, CharacterClass::isNumber, CharacterClass::isOther);

  private Gpt2Words() {}

  static void split(String text, int from, int to, PreTokenizer.Words words) {
    WordScanner scanner = new WordScanner(text, to);
    for (int at = from; at < to; ) {
      int end = end(scanner, at);
      words.word(text, at, end);
      at = end;
    }
  }

  private static int end(WordScanner s, int at) {
    int contraction = s.contraction(at, false);
    if (contraction > 0) {
      return contraction;
    }
    int start = s.at(at) == ' ' ? at + 1 : at;
    for (IntPredicate characters : CLASSES) {
      int end = s.run(characters, start);
      if (end > start) {
        return end;
      }
    }
    return s.spaces(at);
  }
}
