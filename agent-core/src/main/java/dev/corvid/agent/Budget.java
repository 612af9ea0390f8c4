package dev.corvid.agent;

import java.time.Duration;
import java.util.Objects;

/// What a run may use. A run that needs more ends with a [BudgetException].
///
/// @param steps the most decisions, `>= 1`
/// @param tokens the most tokens that the model may write, `>= 1`
/// @param calls the most calls of tools, `>= 0`
/// @param wallClock the longest time, positive
public record Budget(int steps, int tokens, int calls, Duration wallClock) {
  private static final Budget DEFAULT = new Budget(8, 512, 0, Duration.ofMinutes(10));
  private static final Budget TOOLS = new Budget(16, 4096, 16, Duration.ofMinutes(20));

  public Budget {
    Checks.requireAtLeast(1, steps, "steps");
    Checks.requireAtLeast(1, tokens, "tokens");
    Checks.requireAtLeast(0, calls, "calls");
    Objects.requireNonNull(wallClock, "wallClock");
    if (!wallClock.isPositive()) {
      throw new IllegalArgumentException("wallClock must be positive, got " + wallClock);
    }
  }

  /// To answer a question: eight steps, 512 tokens, no call, ten minutes.
  public static Budget defaults() {
    return DEFAULT;
  }

  /// To work with tools: 16 steps, 4,096 tokens, 16 calls, twenty minutes.
  public static Budget forTools() {
    return TOOLS;
  }

  public Budget withSteps(int value) {
    return new Budget(value, tokens, calls, wallClock);
  }

  public Budget withTokens(int value) {
    return new Budget(steps, value, calls, wallClock);
  }

  public Budget withWallClock(Duration value) {
    return new Budget(steps, tokens, calls, value);
  }

  public Budget withCalls(int value) {
    return new Budget(steps, tokens, value, wallClock);
  }
}
