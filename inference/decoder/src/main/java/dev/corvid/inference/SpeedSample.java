package dev.corvid.inference;

import java.time.Duration;

/// How long a model took to read a prompt and to write, measured apart and each from an empty
/// context, as `llama-bench` does.
public record SpeedSample(int promptTokens, Duration prefill, int decodedTokens, Duration decode) {

  public double prefillTokensPerSecond() {
    return rate(promptTokens, prefill);
  }

  public double decodeTokensPerSecond() {
    return rate(decodedTokens, decode);
  }

  private static double rate(int tokens, Duration time) {
    return tokens * 1e9 / Math.max(1, time.toNanos());
  }
}
