package dev.corvid.autoconfigure;

import dev.corvid.agent.CorvidException;
import org.jspecify.annotations.Nullable;

/// A `corvid.*` property cannot be used.
public final class PropertyException extends CorvidException {
  PropertyException(String message, String remedy) {
    this(message, remedy, null);
  }

  PropertyException(String message, String remedy, @Nullable Throwable cause) {
    super(Kind.INPUT, message, remedy, cause);
  }

  @Override
  public String code() {
    return "property";
  }
}
