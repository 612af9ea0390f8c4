package dev.corvid.agent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Decides whether passages hold an answer, by a logistic formula over how likely the model finds
/// it to refuse and how much of the question the passages mention.
final class Refusal {
  private static final double INTERCEPT = 1.2;
  private static final double LOG_PROBABILITY = 1.0;
  private static final double THRESHOLD = 0.5;

  private Refusal() {}

  /// The probability that the passages do not hold the answer.
  ///
  /// @param logProbability that the model begins to refuse
  /// @param coverage as by [#coverage]
  static double probability(double logProbability, double coverage) {
    double logit = INTERCEPT + LOG_PROBABILITY * logProbability + 0 * coverage;
    return 1 / (1 + Math.exp(-logit));
  }

  static boolean refuses(double probability) {
    return probability > THRESHOLD;
  }

  /// The share of the question's idf weight that the passage holding most of it mentions, in [0,
  /// 1].
  static double coverage(String question, List<Passage> passages, ToDoubleFunction<String> weight) {
    List<Word> words = Word.of(question).stream().filter(Word::tells).toList();
    double total = words.stream().mapToDouble(word -> weight.applyAsDouble(word.lower())).sum();
    double best = 0;
    for (Passage passage : passages) {
      Set<String> stems = new HashSet<>();
      Word.of(passage.title().replace('_', ' ')).forEach(word -> stems.add(word.stem()));
      passage.headings().forEach(h -> Word.of(h).forEach(word -> stems.add(word.stem())));
      Word.of(passage.text()).forEach(word -> stems.add(word.stem()));
      best =
          Math.max(
              best,
              words.stream()
                  .filter(word -> stems.contains(word.stem()))
                  .mapToDouble(word -> weight.applyAsDouble(word.lower()))
                  .sum());
    }
    return total == 0 ? 1 : best / total;
  }
}
