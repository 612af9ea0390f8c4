package dev.corvid.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Compares answers as the evaluation script of SQuAD 1.1 does: lower case, without ASCII
/// punctuation, without English articles, white space collapsed. Beyond the script, typographic
/// quotation marks and dashes count as punctuation: documents are typeset, expected answers are
/// typed.
final class SquadText {
  private static final Pattern PUNCTUATION = Pattern.compile("[\\p{Punct}‘’“”–—]");
  private static final Pattern ARTICLES =
      Pattern.compile("\\b(a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private SquadText() {}

  static String normalise(String text) {
    String bare = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return SPACE.matcher(ARTICLES.matcher(bare).replaceAll(" ")).replaceAll(" ").strip();
  }

  /// Whether the normalised text holds the normalised answer as a run of whole words: 10 is not in
  /// 2010. An answer of nothing but articles and punctuation is in no text.
  static boolean contains(String text, String answer) {
    String wanted = normalise(answer);
    return !wanted.isEmpty() && (" " + normalise(text) + " ").contains(" " + wanted + " ");
  }

  static boolean containsAny(String text, Collection<String> answers) {
    return answers.stream().anyMatch(answer -> contains(text, answer));
  }

  /// The harmonic mean of precision and recall over the words of both, the best over the accepted
  /// answers, in `[0, 1]`.
  static double bestF1(String text, Collection<String> answers) {
    return answers.stream().mapToDouble(answer -> f1(text, answer)).max().orElse(0);
  }

  private static double f1(String text, String answer) {
    List<String> given = words(text);
    List<String> wanted = words(answer);
    List<String> left = new ArrayList<>(wanted);
    int shared = (int) given.stream().filter(left::remove).count();
    return shared == 0 ? 0 : 2.0 * shared / (given.size() + wanted.size());
  }

  private static List<String> words(String text) {
    String normal = normalise(text);
    return normal.isEmpty() ? List.of() : List.of(normal.split(" "));
  }
}
