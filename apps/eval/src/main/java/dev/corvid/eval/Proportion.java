package dev.corvid.eval;

/// How often something happened, with Wilson's 95 % interval of the probability behind it.
///
/// Wilson, "Probable inference, the law of succession, and statistical inference", 1927: unlike the
/// normal approximation it stays inside `[0, 1]` and holds for small samples.
///
/// @param successes how often, in `[0, n]`
/// @param n of how many; with none the rate is 0 and the interval `[0, 1]`
record Proportion(int successes, int n) {
  private static final double Z = 1.959963984540054;

  Proportion {
    if (n < 0 || successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "successes must be in [0, n], got %d of %d".formatted(successes, n));
    }
  }

  double rate() {
    return n == 0 ? 0 : (double) successes / n;
  }

  double low() {
    return n == 0 ? 0 : Math.max(0, centre() - margin());
  }

  double high() {
    return n == 0 ? 1 : Math.min(1, centre() + margin());
  }

  private double centre() {
    return (successes + Z * Z / 2) / (n + Z * Z);
  }

  private double margin() {
    double p = rate();
    return Z * Math.sqrt(n * p * (1 - p) + Z * Z / 4) / (n + Z * Z);
  }
}
