package dev.corvid.inference;

import java.util.function.IntPredicate;

/// What the scanners of the pre-tokenizers share: characters and runs within `[0, end)`.
final class WordScanner {
  /// Past the end; of no class.
  static final int END = -1;

  private final String text;
  private final int end;

  WordScanner(String text, int end) {
    this.text = text;
    this.end = end;
  }

  int at(int index) {
    return index < end ? text.codePointAt(index) : END;
  }

  /// The index after the character at `index`.
  int after(int index) {
    return index + Character.charCount(text.codePointAt(index));
  }

  boolean is(IntPredicate characters, int index) {
    return index < end && characters.test(text.codePointAt(index));
  }

  /// The index after the longest run of `characters` from `index` on.
  int run(IntPredicate characters, int index) {
    int i = index;
    while (is(characters, i)) {
      i = after(i);
    }
    return i;
  }

  /// The end of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at `index`, or -1.
  int contraction(int index, boolean anyCase) {
    if (at(index) != '\'') {
      return -1;
    }
    int first = letter(index + 1, anyCase);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') {
      return index + 2;
    }
    int second = letter(index + 2, anyCase);
    boolean two = (first == 'r' || first == 'v') && second == 'e' || first == 'l' && second == 'l';
    return two ? index + 3 : -1;
  }

  private int letter(int index, boolean anyCase) {
    int c = index < end ? text.charAt(index) : END;
    return anyCase && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  /// The end of the run of spaces at `index`, less its last one if something follows it:
  /// `\s+(?!\S)|\s+`.
  int spaces(int index) {
    int spacesEnd = run(CharacterClass::isSpace, index);
    // Every space lies in the basic plane, so the last one is one char.
    boolean leaveOne = spacesEnd < end && spacesEnd - index > 1;
    return leaveOne ? spacesEnd - 1 : spacesEnd;
  }
}
