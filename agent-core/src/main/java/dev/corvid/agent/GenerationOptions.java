package dev.corvid.agent;

import java.util.List;
import java.util.Objects;

/// How to generate. The filters apply in the order top-k, top-p, min-p, then temperature.
///
/// @param maxTokens the most tokens to write, `>= 1`
/// @param temperature `0` is greedy; otherwise logits are divided by it
/// @param topK keep the `k` most likely tokens; `0` keeps all
/// @param topP keep the smallest set of tokens whose probability reaches `p`, in `(0, 1]`
/// @param minP drop tokens below `minP` times the most likely one's probability, in `[0, 1)`
/// @param seed of the sampler; the same seed repeats the same text
/// @param stop strings that end generation; they may span tokens and are not returned. A text under
///   a constraint ends by itself, so there is no stop string beside one.
/// @param constraint what the text must be
public record GenerationOptions(
    int maxTokens,
    double temperature,
    int topK,
    double topP,
    double minP,
    long seed,
    List<String> stop,
    Constraint constraint) {

  public GenerationOptions {
    Checks.requireAtLeast(1, maxTokens, "maxTokens");
    Checks.requireAtLeast(0, topK, "topK");
    if (!(temperature >= 0) || temperature > 100) {
      throw new IllegalArgumentException("temperature must be in [0, 100], got " + temperature);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP must be in (0, 1], got " + topP);
    }
    if (!(minP >= 0 && minP < 1)) {
      throw new IllegalArgumentException("minP must be in [0, 1), got " + minP);
    }
    stop = List.copyOf(stop);
    if (stop.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("stop must not hold an empty string");
    }
    Objects.requireNonNull(constraint, "constraint");
    if (!stop.isEmpty() && !constraint.equals(Constraint.NONE)) {
      throw new IllegalArgumentException("stop must be empty under a constraint, got " + stop);
    }
  }

  /// The most likely token at each step.
  public static GenerationOptions greedy(int maxTokens) {
    return new GenerationOptions(maxTokens, 0, 0, 1, 0, 0, List.of(), Constraint.NONE);
  }

  public GenerationOptions withTemperature(double value) {
    return new GenerationOptions(maxTokens, value, topK, topP, minP, seed, stop, constraint);
  }

  public GenerationOptions withTopK(int value) {
    return new GenerationOptions(maxTokens, temperature, value, topP, minP, seed, stop, constraint);
  }

  public GenerationOptions withTopP(double value) {
    return new GenerationOptions(maxTokens, temperature, topK, value, minP, seed, stop, constraint);
  }

  public GenerationOptions withMinP(double value) {
    return new GenerationOptions(maxTokens, temperature, topK, topP, value, seed, stop, constraint);
  }

  public GenerationOptions withSeed(long value) {
    return new GenerationOptions(maxTokens, temperature, topK, topP, minP, value, stop, constraint);
  }

  public GenerationOptions withStop(List<String> value) {
    return new GenerationOptions(maxTokens, temperature, topK, topP, minP, seed, value, constraint);
  }

  public GenerationOptions withConstraint(Constraint value) {
    return new GenerationOptions(maxTokens, temperature, topK, topP, minP, seed, stop, value);
  }
}
