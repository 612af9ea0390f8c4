package dev.corvid.agent;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Base of every failure that Corvid reports to a user. Each module has its own sealed family below
/// it; the message names the thing, the rule and the value, the remedy says what to do.
public abstract class CorvidException extends RuntimeException {
  private final Kind kind;
  private final String remedy;

  /// Who has to act, which decides the exit code and the HTTP status of the programs.
  public enum Kind {
    /// The input is wrong: a bad argument, a missing file, a broken document.
    INPUT,
    /// The work failed though the input was right: no network, disk full.
    FAILED,
    /// A budget ran out.
    BUDGET,
    /// A person has to decide or to answer first.
    WAITING
  }

  protected CorvidException(Kind kind, String message, String remedy) {
    this(kind, message, remedy, null);
  }

  protected CorvidException(Kind kind, String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.remedy = Objects.requireNonNull(remedy, "remedy");
  }

  /// A stable word for scripts, such as `model-file`; never changes once published.
  public abstract String code();

  public Kind kind() {
    return kind;
  }

  /// What the user can do about it, one sentence.
  public String remedy() {
    return remedy;
  }
}
