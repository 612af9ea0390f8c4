package dev.corvid.agent;

import org.jspecify.annotations.Nullable;

/// A run's journal cannot be read or written, or the run cannot go on by it.
public final class JournalException extends CorvidException {
  private final String code;

  private JournalException(
      Kind kind, String code, String message, String remedy, @Nullable Throwable cause) {
    super(kind, message, remedy, cause);
    this.code = code;
  }

  /// There is no run of that id.
  public static JournalException unknownRun(String id) {
    return new JournalException(
        Kind.INPUT,
        "run-unknown",
        "There is no run '%s'.".formatted(id),
        "See 'corvid runs list'.",
        null);
  }

  /// The run is held elsewhere.
  public static JournalException busy(String id) {
    return new JournalException(
        Kind.FAILED,
        "run-busy",
        "Another process is at work on run '%s'.".formatted(id),
        "Wait until it ends, or end it.",
        null);
  }

  /// What was kept is not what was written.
  public static JournalException damaged(String run, String what) {
    return new JournalException(
        Kind.FAILED,
        "journal-damaged",
        "The journal of run '%s' is damaged: %s.".formatted(run, what),
        "Nothing was changed or sent. Start the task anew, after a look at what 'corvid runs show' still reads.",
        null);
  }

  static JournalException diverged(String what) {
    return new JournalException(
        Kind.FAILED,
        "journal-diverged",
        "The run cannot go on as it began: %s.".formatted(what),
        "Use the same version, model, documents and specifications, or start the task anew.",
        null);
  }

  /// It could not be read or written.
  public static JournalException io(String run, Throwable cause) {
    return new JournalException(
        Kind.FAILED,
        "journal-io",
        "The journal of run '%s' cannot be used: %s.".formatted(run, cause),
        "Check the disk, the data folder and its rights.",
        cause);
  }

  /// It could not be read or written, for a reason that has a remedy of its own.
  public static JournalException io(String run, CorvidException cause) {
    return new JournalException(
        Kind.FAILED,
        "journal-io",
        "The journal of run '%s' cannot be used: %s".formatted(run, cause.getMessage()),
        cause.remedy(),
        cause);
  }

  /// This process held the run and does not any more, so it wrote nothing.
  public static JournalException lost(String id) {
    return new JournalException(
        Kind.FAILED,
        "run-lost",
        "Run '%s' is no longer held by this process: it was too long without a sign of life, and another may be at work on it."
            .formatted(id),
        "Nothing was written. See how far the run is with 'corvid runs show', and resume it if it is not over.",
        null);
  }

  @Override
  public String code() {
    return code;
  }
}
