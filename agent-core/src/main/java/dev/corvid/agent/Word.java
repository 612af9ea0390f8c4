package dev.corvid.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A word of a text: a run of letters, digits and underscores between them, a number with its
/// separators, or one ideograph, since nothing stands between the words of Chinese or Japanese.
///
/// @param start its first character in the text
/// @param end one past its last
/// @param lower the word in lower case, without a possessive `'s`
/// @param stem what its inflections have in common
/// @param number whether it is or spells a number
/// @param capital whether it has an upper-case letter
record Word(int start, int end, String lower, String stem, boolean number, boolean capital) {
  private static final String LETTER = "[\\p{L}\\p{N}\\p{M}&&[^\\p{IsIdeographic}]]";

  private static final Pattern WORD =
      Pattern.compile(
          "\\p{IsIdeographic}"
              + "|\\p{Nd}++(?:[.,]\\p{Nd}++)*+(?![\\p{L}_])"
              + "|%1$s++(?:_++%1$s++)*+(?:['’](?![sS]\\b)\\p{L}++)*+".formatted(LETTER));

  static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      String word = matcher.group();
      String lower = word.toLowerCase(Locale.ROOT).replace('’', '\'');
      String stem = Stems.of(lower);
      boolean capital = word.chars().anyMatch(Character::isUpperCase);
      words.add(
          new Word(
              matcher.start(),
              matcher.end(),
              lower,
              stem,
              Character.isDigit(stem.charAt(0)),
              capital));
    }
    return words;
  }

  /// The stems of a text.
  static Set<String> stems(String text) {
    Set<String> stems = new HashSet<>();
    of(text).forEach(word -> stems.add(word.stem()));
    return stems;
  }

  /// The stems of a passage with its title and headings, which say what it talks about.
  static Set<String> stems(Passage passage) {
    Set<String> stems = stems(passage.text());
    stems.addAll(stems(passage.title().replace('_', ' ')));
    passage.headings().forEach(heading -> stems.addAll(stems(heading)));
    return stems;
  }

  /// Whether the word tells something by itself: neither a function word nor the rest of `'s`.
  boolean tells() {
    return !Stems.isStopWord(lower);
  }
}
