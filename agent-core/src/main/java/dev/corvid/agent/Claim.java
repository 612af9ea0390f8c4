package dev.corvid.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A sentence of an answer, seen as what a quote must hold to support it.
///
/// A model repeats the question: "Who tied for the lead?" gets "The linebacker X tied for the
/// lead". The repeated words say what is talked about, which a passage often says earlier than the
/// fact itself, or with other words; so they may lie anywhere in the passage, while what is new
/// must lie in the quote: every number, every name, and 70 % of its weight. What the answer
/// sets as code must lie in the quote even if repeated.
final class Claim {
  private static final double LEAST_COVERAGE = 0.7;

  /// The least share of the weight of the question's words, all of them or those that the sentence
  /// repeats, that the passage must hold: it keeps a quote about something else from supporting a
  /// claim.
  private static final double LEAST_SUBJECT = 0.38;

  private static final Pattern CODE = Pattern.compile("`[^`]+`");

  private final List<Word> fresh = new ArrayList<>();
  private final List<Word> echoed = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> code = new HashSet<>();
  private final List<String> codeSpans;
  private final Map<String, Double> weights = new HashMap<>();
  private final Set<String> question;

  private Claim(Set<String> question, List<String> codeSpans) {
    this.question = question;
    this.codeSpans = codeSpans;
  }

  /// @param weight how much a word tells, as [dev.corvid.agent.spi.Retriever#weight(String)]
  static Claim of(String sentence, List<Word> question, ToDoubleFunction<String> weight) {
    Set<String> asked = new HashSet<>();
    question.stream().filter(Word::tells).forEach(word -> asked.add(word.stem()));
    Claim claim =
        new Claim(
            asked,
            CODE.matcher(sentence).results().map(MatchResult::group).map(Claim::bare).toList());
    List<Word> words = Word.of(sentence);
    for (Word word : words) {
      if (word.tells()) {
        (asked.contains(word.stem()) ? claim.echoed : claim.fresh).add(word);
        claim.weigh(word, weight);
        if (isCode(word, sentence)) {
          claim.code.add(word.stem());
        } else if (word.capital() && word != words.getFirst()) {
          claim.names.add(word.stem());
        }
      }
    }
    question.stream().filter(Word::tells).forEach(word -> claim.weigh(word, weight));
    return claim;
  }

  /// Whether there is nothing to support.
  boolean isEmpty() {
    return fresh.isEmpty() && echoed.isEmpty();
  }

  /// Whether a text holds what the sentence sets as code, character by character.
  boolean isSpelledIn(String quote) {
    String bare = bare(quote);
    return codeSpans.stream().allMatch(bare::contains);
  }

  private static String bare(String text) {
    return text.replace("`", "").replaceAll("\\s+", " ");
  }

  /// How well a quote fits, comparable between quotes: what it shares with the claim counts twice,
  /// what it shares with the question once.
  double fit(Set<String> quote) {
    return 2 * covered(fresh, quote)
        + 2 * covered(echoed, quote)
        + question.stream().filter(quote::contains).mapToDouble(this::weight).sum();
  }

  /// Whether a quote supports the claim within its passage.
  ///
  /// @param quote the stems of the quote
  /// @param passage the stems of the whole passage with its title and headings
  boolean isSupportedBy(Set<String> quote, Set<String> passage) {
    boolean exact =
        quote.containsAll(code)
            && fresh.stream().filter(this::isExact).allMatch(word -> quote.contains(word.stem()))
            && echoed.stream().filter(Word::number).allMatch(word -> passage.contains(word.stem()));
    if (!exact) {
      return false;
    }
    if (fresh.isEmpty()) {
      // without news the quote must say what was asked: "Yes" alone proves nothing
      return covers(quote, echoed, LEAST_COVERAGE);
    }
    return covers(quote, fresh, LEAST_COVERAGE) && isAbout(passage);
  }

  private boolean isAbout(Set<String> passage) {
    double asked = question.stream().mapToDouble(this::weight).sum();
    double shared = question.stream().filter(passage::contains).mapToDouble(this::weight).sum();
    return shared >= LEAST_SUBJECT * asked
        || (!echoed.isEmpty() && covers(passage, echoed, LEAST_SUBJECT));
  }

  private boolean covers(Set<String> stems, List<Word> words, double share) {
    return covered(words, stems) >= share * mass(words);
  }

  private boolean isExact(Word word) {
    return word.number() || names.contains(word.stem());
  }

  private double covered(List<Word> words, Set<String> stems) {
    return mass(words.stream().filter(word -> stems.contains(word.stem())).toList());
  }

  /// Each stem counts once.
  private double mass(List<Word> words) {
    return words.stream().map(Word::stem).distinct().mapToDouble(this::weight).sum();
  }

  private void weigh(Word word, ToDoubleFunction<String> weight) {
    weights.computeIfAbsent(word.stem(), stem -> weight.applyAsDouble(word.lower()));
  }

  private double weight(String stem) {
    return weights.getOrDefault(stem, 0.0);
  }

  /// Whether a word is an identifier or stands between backticks.
  private static boolean isCode(Word word, String sentence) {
    boolean quoted = sentence.chars().limit(word.start()).filter(c -> c == '`').count() % 2 == 1;
    return quoted || word.lower().indexOf('_') >= 0;
  }
}
