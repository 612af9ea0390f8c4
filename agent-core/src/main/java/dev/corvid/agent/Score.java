package dev.corvid.agent;

import java.util.List;

/// How likely a model finds a continuation: the natural logarithm of each token's probability given
/// the prompt and the tokens before it.
public record Score(List<Double> logProbabilities, Usage usage) {
  public Score {
    logProbabilities = List.copyOf(logProbabilities);
    if (logProbabilities.isEmpty()) {
      throw new IllegalArgumentException("a continuation has at least one token");
    }
  }

  /// The log-probability of the whole continuation.
  public double total() {
    return logProbabilities.stream().mapToDouble(Double::doubleValue).sum();
  }

  /// The log-probability of the continuation's first token.
  public double first() {
    return logProbabilities.getFirst();
  }
}
