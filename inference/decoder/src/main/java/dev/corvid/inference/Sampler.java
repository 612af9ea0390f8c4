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
  private final Candidates candidates = new Candidates();

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
    int kept = keep(logits, logits[best]);
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

  /// All filters keep a beginning of the tokens in the order of their logits, so these are taken
  /// from a heap only as far as needed instead of sorting a whole vocabulary.
  ///
  /// @return how many of the candidates are kept
  private int keep(float[] logits, float most) {
    int k = options.topK() == 0 ? logits.length : Math.min(options.topK(), logits.length);
    boolean topK = k < logits.length;
    boolean topP = options.topP() < 1;
    double total = topP && !topK ? total(logits, most) : 0;
    candidates.fill(logits, floor(most, total, logits.length), k);
    if (!topP) {
      return candidates.size();
    }
    candidates.heapify();
    return keepTopP(logits, most, topK ? candidates.total(logits, most) : total);
  }

  /// A logit below which no filter keeps a token, so that it need not become a candidate.
  ///
  /// @param total the sum of all weights if top-p looks at all of them, else 0
  private float floor(float most, double total, int count) {
    // All tokens that are less likely than this together are so by less than a double's rounding.
    double floor = -40 * Math.max(1, options.temperature());
    if (options.topP() == 1) {
      floor = Math.max(floor, Math.log(options.minP()));
    }
    if (total > 0) {
      // All tokens below have less than 1 - p together, so the others reach p.
      floor = Math.max(floor, Math.log((1 - options.topP()) * total / count));
    }
    return (float) (most + floor);
  }

  private static double total(float[] logits, float most) {
    double total = 0;
    for (float logit : logits) {
      // False for NaN, too.
      if (logit > most - 40) {
        total += Math.exp(logit - most);
      }
    }
    return total;
  }

  private int keepTopP(float[] logits, float most, double total) {
    double goal = options.topP() * total;
    double sum = 0;
    int kept = 0;
    while (kept < candidates.size() && sum < goal) {
      candidates.takeNext(kept);
      double weight = Math.exp(logits[candidates.token(kept)] - most);
      if (weight < options.minP()) {
        break;
      }
      sum += weight;
      kept++;
    }
    return kept;
  }

  private int draw(float[] logits, int kept, float most) {
    double[] weights = new double[kept];
    double total = 0;
    for (int i = 0; i < kept; i++) {
      weights[i] = Math.exp((logits[candidates.token(i)] - most) / options.temperature());
      total += weights[i];
    }
    double left = random.nextDouble() * total;
    int last = 0;
    for (int i = 0; i < kept && left >= 0; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
      }
    }
    return candidates.token(last);
  }
}
