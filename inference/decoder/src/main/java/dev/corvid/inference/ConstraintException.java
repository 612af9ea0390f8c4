package dev.corvid.inference;

import dev.corvid.inference.internal.constraint.SchemaException;
import org.jspecify.annotations.Nullable;

/// Thrown when a constraint is no JSON Schema, a strict one that cannot be enforced as a whole, one
/// that nothing fulfils, or one that needs more tokens than there are. The message names the
/// keyword and its JSON pointer, or the number of tokens.
public final class ConstraintException extends InferenceException {
  ConstraintException(String message, String remedy, @Nullable Throwable cause) {
    super(Kind.INPUT, message, remedy, cause);
  }

  static ConstraintException of(SchemaException e) {
    return new ConstraintException(String.valueOf(e.getMessage()), e.remedy(), e);
  }

  @Override
  public String code() {
    return "constraint";
  }
}
