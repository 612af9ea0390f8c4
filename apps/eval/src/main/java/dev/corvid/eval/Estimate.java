package dev.corvid.eval;

import java.util.List;

/// A mean of measures in `[0, 1]` over questions, with the normal 95 % interval of the mean behind
/// it; Wilson's [Proportion] is for rates.
///
/// @param mean 0 for no questions
/// @param margin half the interval's width; 0 for fewer than two questions
/// @param n how many questions
record Estimate(double mean, double margin, int n) {
  private static final double Z = 1.959963984540054;

  static Estimate of(List<Double> values) {
    int n = values.size();
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return new Estimate(mean, n < 2 ? 0 : Z * Math.sqrt(squares / (n - 1) / n), n);
  }

  double low() {
    return Math.max(0, mean - margin);
  }

  double high() {
    return Math.min(1, mean + margin);
  }
}
