package dev.corvid.inference.internal.constraint;

/// Thrown when a text is no JSON Schema, cannot be enforced as asked, or nothing can fulfil it.
public final class SchemaException extends RuntimeException {
  private final String remedy;

  SchemaException(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  /// What the user can do about it.
  public String remedy() {
    return remedy;
  }
}
