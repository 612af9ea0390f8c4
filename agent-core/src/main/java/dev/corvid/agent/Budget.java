package dev.corvid.agent;

import java.time.Duration;
import java.util.Objects;

/// What a run may use. A run that needs more ends with a [BudgetException].
///
/// @param steps the most decisions, `>= 1`
/// @param tokens the most tokens that the model may write, `>= 1`
/// @param wallClock the longest time, positive
public record Budget(int steps, int tokens, Duration wallClock) {
  private static final Budget DEFAULT = new Budget(8, 512, Duration.ofMinutes(10));

  public Budget {
    Checks.requireAtLeast(1, steps, "steps");
    Checks.requireAtLeast(1, tokens, "tokens");
    Objects.requireNonNull(wallClock, "wallClock");
    if (!wallClock.isPositive()) {
      throw new IllegalArgumentException("wallClock must be positive, got " + wallClock);
    }
  }

  /// Eight steps, 512 tokens, ten minutes.
  public static Budget defaults() {
    return DEFAULT;
  }

  public Budget withSteps(int value) {
    return new Budget(value, tokens, wallClock);
  }

  public Budget withTokens(int value) {
    return new Budget(steps, value, wallClock);
  }

  public Budget withWallClock(Duration value) {
    return new Budget(steps, tokens, value);
  }
}
