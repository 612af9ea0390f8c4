package dev.corvid.tools;

import dev.corvid.agent.CorvidException;
import org.jspecify.annotations.Nullable;

/// What goes wrong with a specification and the API behind it, each with what to do about it.
public abstract sealed class SpecificationException extends CorvidException {
  private final String code;

  private SpecificationException(
      Kind kind, String code, String message, String remedy, @Nullable Throwable cause) {
    super(kind, message, remedy, cause);
    this.code = code;
  }

  @Override
  public final String code() {
    return code;
  }

  /// There is no such file, or it cannot be read.
  public static final class Unreadable extends SpecificationException {
    Unreadable(String message, String remedy, @Nullable Throwable cause) {
      super(Kind.INPUT, "specification-unreadable", message, remedy, cause);
    }
  }

  /// It could not be fetched. Trying again may help.
  public static final class Unavailable extends SpecificationException {
    Unavailable(String message, String remedy, @Nullable Throwable cause) {
      super(Kind.FAILED, "specification-unavailable", message, remedy, cause);
    }
  }

  /// It is no JSON, no YAML, or no OpenAPI document.
  public static final class Broken extends SpecificationException {
    Broken(String message, String remedy, @Nullable Throwable cause) {
      super(Kind.INPUT, "specification-broken", message, remedy, cause);
    }
  }

  /// Its version is one that Corvid does not read.
  public static final class Unsupported extends SpecificationException {
    Unsupported(String message, String remedy) {
      super(Kind.INPUT, "specification-unsupported", message, remedy, null);
    }
  }

  /// It declares no operation.
  public static final class Empty extends SpecificationException {
    Empty(String message, String remedy) {
      super(Kind.INPUT, "specification-empty", message, remedy, null);
    }
  }

  /// A request would go where nobody allowed it to go.
  public static final class OriginRefused extends SpecificationException {
    OriginRefused(String message, String remedy) {
      super(Kind.INPUT, "origin-refused", message, remedy, null);
    }
  }
}
