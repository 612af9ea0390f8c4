package dev.corvid.agent;

/// Token counts. `cachedTokens` of the `promptTokens` were found in the key-value cache and not
/// computed again.
public record Usage(int promptTokens, int cachedTokens, int completionTokens) {
  public static final Usage NONE = new Usage(0, 0, 0);

  public Usage {
    Checks.requireAtLeast(0, promptTokens, "promptTokens");
    Checks.requireAtLeast(0, cachedTokens, "cachedTokens");
    Checks.requireAtLeast(0, completionTokens, "completionTokens");
  }

  public Usage plus(Usage other) {
    return new Usage(
        promptTokens + other.promptTokens,
        cachedTokens + other.cachedTokens,
        completionTokens + other.completionTokens);
  }
}
