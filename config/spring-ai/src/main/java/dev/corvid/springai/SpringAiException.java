package dev.corvid.springai;

import dev.corvid.agent.CorvidException;
import org.jspecify.annotations.Nullable;

/// What goes wrong between Corvid and Spring AI.
public abstract sealed class SpringAiException extends CorvidException {
  private final String code;

  private SpringAiException(
      Kind kind, String code, String message, String remedy, @Nullable Throwable cause) {
    super(kind, message, remedy, cause);
    this.code = code;
  }

  @Override
  public final String code() {
    return code;
  }

  /// What was asked for cannot be done by the other side. Trying again does not help.
  public static final class Unsupported extends SpringAiException {
    Unsupported(String message, String remedy) {
      super(Kind.INPUT, "spring-ai-unsupported", message, remedy, null);
    }
  }

  /// A model of Spring AI failed, or answered what is no answer. Trying again may help: the cause
  /// says more.
  public static final class Model extends SpringAiException {
    Model(String message, String remedy, @Nullable Throwable cause) {
      super(Kind.FAILED, "spring-ai-model", message, remedy, cause);
    }
  }
}
