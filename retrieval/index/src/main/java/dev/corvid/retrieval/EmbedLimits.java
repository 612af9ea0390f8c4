package dev.corvid.retrieval;

import java.time.Duration;

/// How much to embed at most. The time is checked between small batches, so one batch may exceed
/// it.
///
/// @param maxChunks `>= 0`
/// @param maxTime not negative
public record EmbedLimits(int maxChunks, Duration maxTime) {
  /// Nothing.
  public static final EmbedLimits NONE = new EmbedLimits(0, Duration.ZERO);

  /// As much as a first question over a new folder may wait for.
  public static final EmbedLimits FIRST_QUESTION = new EmbedLimits(30, Duration.ofSeconds(3));

  /// Everything.
  public static final EmbedLimits ALL = new EmbedLimits(Integer.MAX_VALUE, Duration.ofDays(365));

  public EmbedLimits {
    if (maxChunks < 0 || maxTime.isNegative()) {
      throw new IllegalArgumentException(
          "limits must not be negative, got %d and %s".formatted(maxChunks, maxTime));
    }
  }
}
