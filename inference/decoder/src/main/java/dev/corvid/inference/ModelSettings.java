package dev.corvid.inference;

/// How to run a model.
///
/// @param threads that compute, the calling one included, `>= 1`
/// @param contextLength the most tokens that prompt and completion may have together, `>= 1`; the
///     model's own length is the upper limit
public record ModelSettings(int threads, int contextLength) {
  private static final int DEFAULT_CONTEXT = 8192;

  public ModelSettings {
    requirePositive(threads, "threads");
    requirePositive(contextLength, "contextLength");
  }

  /// One thread per processor that the JVM may use, and a context of 8,192 tokens.
  public static ModelSettings defaults() {
    return new ModelSettings(Runtime.getRuntime().availableProcessors(), DEFAULT_CONTEXT);
  }

  public ModelSettings withThreads(int value) {
    return new ModelSettings(value, contextLength);
  }

  public ModelSettings withContextLength(int value) {
    return new ModelSettings(threads, value);
  }

  private static void requirePositive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be >= 1, got " + value);
    }
  }
}
