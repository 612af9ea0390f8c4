package dev.corvid.agent;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Decides whether passages hold an answer, by a logistic formula over how likely the model finds
/// it to refuse and how much of the question the best passage mentions. Words alone are not enough:
/// the model knows answers that the passages do not hold and is sure of them.
final class Refusal {
  private static final double INTERCEPT = 4.07;
  private static final double LOG_PROBABILITY = 0.645;
  private static final double COVERAGE = -5.23;
  private static final double THRESHOLD = 0.5;

  private Refusal() {}

  /// The probability that the passages do not hold the answer.
  ///
  /// @param logProbability that the model begins to refuse
  /// @param coverage as by [#coverage]
  static double probability(double logProbability, double coverage) {
    double logit = INTERCEPT + LOG_PROBABILITY * logProbability + COVERAGE * coverage;
    return 1 / (1 + Math.exp(-logit));
  }

  static boolean refuses(double probability) {
    return probability > THRESHOLD;
  }

  /// The share of the question's idf weight that the passage holding most of it mentions, in [0,
  /// 1].
  static double coverage(String question, List<Passage> passages, ToDoubleFunction<String> weight) {
    List<Word> words = Word.of(question).stream().filter(Word::tells).toList();
    double total = mass(words, weight);
    double best =
        passages.stream()
            .map(Word::stems)
            .mapToDouble(
                stems ->
                    mass(
                        words.stream().filter(word -> stems.contains(word.stem())).toList(),
                        weight))
            .max()
            .orElse(0);
    return total == 0 ? 1 : best / total;
  }

  private static double mass(List<Word> words, ToDoubleFunction<String> weight) {
    return words.stream().map(Word::lower).mapToDouble(weight).sum();
  }
}
