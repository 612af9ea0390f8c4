package dev.corvid.inference;

import dev.corvid.agent.GenerationOptions;
import java.util.SplittableRandom;

/// Chooses the next token from logits. With temperature 0 the most likely one; else the filters of
/// [GenerationOptions] in their order top-k, top-p, min-p, each on the probabilities that the one
/// before left, unscaled; then a draw with the temperature. Among equal logits the smaller token
/// comes first; NaN counts as impossible.
///
/// Holds the state of its random generator: one sampler for one generation. Not thread-safe.
public final class Sampler {
  private final GenerationOptions options;
  private final SplittableRandom random;
  private Candidates candidates = new Candidates(0);

  private Sampler(GenerationOptions options) {
    this.options = options;
    this.random = new SplittableRandom(options.seed());
  }

  public static Sampler of(GenerationOptions options) {
    return new Sampler(options);
  }

  /// The next token.
  ///
  /// @param logits one per token, not changed
  /// @throws IllegalArgumentException if no logit is greater than negative infinity
  public int sample(float[] logits) {
    int best = argmax(logits);
    if (options.temperature() == 0 || logits[best] == Float.POSITIVE_INFINITY) {
      return best;
    }
    if (candidates.capacity() < logits.length) {
      candidates = new Candidates(logits.length);
    }
    candidates.fill(logits, floor(logits[best]));
    int kept = keep(logits);
    return draw(logits, kept, logits[best]);
  }

  /// The token with the largest logit.
  ///
  /// @throws IllegalArgumentException if no logit is greater than negative infinity
  public static int argmax(float[] logits) {
    int best = -1;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] > most) {
        most = logits[i];
        best = i;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException("logits must hold a number above negative infinity");
    }
    return best;
  }

  /// Below this logit min-p drops a token. It compares with the most likely token only, so it can
  /// go first where top-p does not look at what it drops.
  private float floor(float most) {
    boolean first = options.minP() > 0 && options.topP() == 1;
    return first ? (float) (most + Math.log(options.minP())) : -Float.MAX_VALUE;
  }

  /// All filters keep a beginning of the candidates in the order of their logits, so they are taken
  /// from a heap only as far as needed instead of sorting a whole vocabulary.
  private int keep(float[] logits) {
    int size = candidates.size();
    int k = options.topK() == 0 ? size : Math.min(options.topK(), size);
    if (k == size && options.topP() == 1) {
      return size;
    }
    candidates.heapify();
    int sorted = 0;
    if (k < size) {
      while (sorted < k) {
        candidates.takeNext(sorted++);
      }
    }
    return options.topP() == 1 ? k : keepTopP(logits, k, sorted);
  }

  private int keepTopP(float[] logits, int k, int alreadySorted) {
    int sorted = alreadySorted;
    float most = logits[candidates.best(sorted)];
    double total = candidates.total(logits, sorted > 0 ? k : candidates.size(), most, 1);
    double goal = options.topP() * total;
    double sum = 0;
    int kept = 0;
    while (kept < k && sum < goal) {
      if (kept == sorted) {
        candidates.takeNext(sorted++);
      }
      double weight = Math.exp(logits[candidates.taken(kept)] - most);
      if (weight < options.minP()) {
        break;
      }
      sum += weight;
      kept++;
    }
    return kept;
  }

  private int draw(float[] logits, int kept, float most) {
    double left = random.nextDouble() * candidates.total(logits, kept, most, options.temperature());
    int token = candidates.taken(0);
    for (int i = 0; i < kept; i++) {
      double weight = Math.exp((logits[candidates.taken(i)] - most) / options.temperature());
      if (weight > 0) {
        token = candidates.taken(i);
      }
      left -= weight;
      if (left < 0) {
        break;
      }
    }
    return token;
  }
}
