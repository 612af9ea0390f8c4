package dev.corvid.inference.internal.template;

/// Thrown when a template is malformed, uses what is not supported, exceeds a bound, or calls
/// `raise_exception`.
public final class TemplateException extends RuntimeException {
  private final boolean raised;

  TemplateException(String message) {
    this(message, false);
  }

  TemplateException(String message, boolean raised) {
    super(message);
    this.raised = raised;
  }

  /// Whether the template itself refused its input with `raise_exception`.
  public boolean raised() {
    return raised;
  }
}
