package dev.corvid.agent;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Whether passages hold an answer, by a logistic formula over how likely the model finds it to
/// refuse and how much of the question the best passage mentions. The model's score alone is not
/// enough: it knows answers that the passages do not hold, and is sure of them.
///
/// @param logProbability that the model begins to refuse
/// @param coverage the share of the question's idf weight that the passage holding most of it
///   mentions, in `[0, 1]`
record Refusal(double logProbability, double coverage) {
  // Logistic regression over 101 items of XQuAD en and of rust-book-dev.jsonl with the default
  // model; design/03-answers.md says how, and how to make it again for another model.
  private static final double INTERCEPT = 6.31;
  private static final double LOG_PROBABILITY = 1.60;
  private static final double COVERAGE = -7.68;
  private static final double THRESHOLD = 0.66;

  /// The probability that the passages do not hold the answer.
  double probability() {
    double logit = INTERCEPT + LOG_PROBABILITY * logProbability + COVERAGE * coverage;
    return 1 / (1 + Math.exp(-logit));
  }

  boolean isAdvised() {
    return probability() > THRESHOLD;
  }

  /// How much of a question passages mention.
  ///
  /// @param weight how much a word tells, as [dev.corvid.agent.spi.Retriever#weight(String)]
  static double coverage(String question, List<Passage> passages, ToDoubleFunction<String> weight) {
    List<Word> words = Word.of(question).stream().filter(Word::tells).toList();
    double total = mass(words, weight);
    double best =
        passages.stream()
            .map(Word::stems)
            .map(stems -> words.stream().filter(word -> stems.contains(word.stem())).toList())
            .mapToDouble(mentioned -> mass(mentioned, weight))
            .max()
            .orElse(0);
    return total == 0 ? 1 : best / total;
  }

  private static double mass(List<Word> words, ToDoubleFunction<String> weight) {
    return words.stream().map(Word::lower).mapToDouble(weight).sum();
  }
}
