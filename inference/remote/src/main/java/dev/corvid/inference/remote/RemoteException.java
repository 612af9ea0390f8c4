package dev.corvid.inference.remote;

import dev.corvid.agent.CorvidException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What goes wrong with a model behind a server, each with what to do about it. A server's own
/// words are cut to 200 characters and hold no control characters; the key is in none of them.
public abstract sealed class RemoteException extends CorvidException {
  private final String code;

  private RemoteException(
      Kind kind, String code, String message, String remedy, @Nullable Throwable cause) {
    super(kind, message, remedy, cause);
    this.code = code;
  }

  @Override
  public final String code() {
    return code;
  }

  /// Whether the same call may succeed later.
  public boolean mayPass() {
    return switch (this) {
      case Unreachable _, Busy _, TimedOut _, CutOff _ -> true;
      case KeyRefused _, ModelUnknown _, Refused _, NotUnderstood _ -> false;
      case PromptTooLong _, Constrained _ -> false;
    };
  }

  /// No connection, or one that was lost before an answer came.
  public static final class Unreachable extends RemoteException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, String remedy, @Nullable Throwable cause) {
      super(Kind.FAILED, "remote-unreachable", message, remedy, cause);
    }
  }

  /// The server is there and cannot answer now: 429, 502, 503 or 504.
  public static final class Busy extends RemoteException {
    private static final long serialVersionUID = 1L;
    private final Duration wait;

    Busy(String message, String remedy, Duration wait) {
      super(Kind.FAILED, "remote-busy", message, remedy, null);
      this.wait = wait;
    }

    /// How long the server asks to wait; zero if it does not say.
    public Duration retryAfter() {
      return wait;
    }
  }

  /// The server said nothing for too long.
  public static final class TimedOut extends RemoteException {
    private static final long serialVersionUID = 1L;

    TimedOut(String message, String remedy) {
      super(Kind.FAILED, "remote-timeout", message, remedy, null);
    }
  }

  /// The answer ended in its middle; a part of it was passed on.
  public static final class CutOff extends RemoteException {
    private static final long serialVersionUID = 1L;

    CutOff(String message, String remedy, @Nullable Throwable cause) {
      super(Kind.FAILED, "remote-cut-off", message, remedy, cause);
    }
  }

  /// The server wants a key, or another one: 401 or 403.
  public static final class KeyRefused extends RemoteException {
    private static final long serialVersionUID = 1L;

    KeyRefused(String message, String remedy) {
      super(Kind.INPUT, "remote-key", message, remedy, null);
    }
  }

  /// The server does not have the model, or several and none is named.
  public static final class ModelUnknown extends RemoteException {
    private static final long serialVersionUID = 1L;

    ModelUnknown(String message, String remedy) {
      super(Kind.INPUT, "remote-model", message, remedy, null);
    }
  }

  /// The server refuses the request, or fails at it.
  public static final class Refused extends RemoteException {
    private static final long serialVersionUID = 1L;
    private final transient ServerError error;

    Refused(Kind kind, String message, String remedy, ServerError error) {
      super(kind, "remote-refused", message, remedy, null);
      this.error = error;
    }

    ServerError error() {
      return error;
    }
  }

  /// What came is no answer of such a server.
  public static final class NotUnderstood extends RemoteException {
    private static final long serialVersionUID = 1L;

    NotUnderstood(String message, String remedy) {
      super(Kind.FAILED, "remote-protocol", message, remedy, null);
    }
  }

  /// The prompt has more tokens than the context leaves room for.
  public static final class PromptTooLong extends RemoteException {
    private static final long serialVersionUID = 1L;

    PromptTooLong(String message) {
      super(
          Kind.INPUT,
          "prompt-too-long",
          message,
          "Shorten the prompt, or raise the context length if the server's model reads more.",
          null);
    }
  }

  /// The constraint is no schema.
  public static final class Constrained extends RemoteException {
    private static final long serialVersionUID = 1L;

    Constrained(String message) {
      super(Kind.INPUT, "constraint", message, "Correct the JSON Schema.", null);
    }
  }
}
