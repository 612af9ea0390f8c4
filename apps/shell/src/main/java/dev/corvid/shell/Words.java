package dev.corvid.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Splits a line as a shell does: at spaces, quotation marks keep spaces, and a backslash keeps the
/// character after it.
///
/// @param words what a command would be given
/// @param last where the last word begins in the line, where one is being written
/// @param open the quotation mark that is not closed, or 0
record Words(List<String> words, int last, char open) {
  Words {
    words = List.copyOf(words);
  }

  static Words of(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    int begin = line.length();
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean space = Character.isWhitespace(c);
      if (quote == 0 && space) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
        continue;
      }
      if (!inWord) {
        inWord = true;
        begin = i;
      }
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else {
        word.append(c);
      }
    }
    words.add(word.toString());
    return new Words(words, inWord ? begin : line.length(), quote);
  }

  /// The words of a whole line; nothing if a quotation mark is not closed, as in "don't".
  static Optional<List<String>> split(String line) {
    Words words = of(line);
    if (words.open != 0) {
      return Optional.empty();
    }
    boolean ended = words.last == line.length();
    return Optional.of(ended ? words.words.subList(0, words.words.size() - 1) : words.words);
  }

  /// The words before the one that is being written.
  List<String> before() {
    return words.subList(0, words.size() - 1);
  }

  /// The word that is being written; empty at the beginning of one.
  String current() {
    return words.getLast();
  }
}
