package dev.corvid.command;

import dev.corvid.agent.CorvidException;

/// The exit codes scripts rely on. An interrupt ends with 130, which the JVM sets itself.
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int BUDGET = 3;

  /// It waits for an approval or an input.
  public static final int WAITING = 4;

  private ExitCode() {}

  static int of(CorvidException.Kind kind) {
    return switch (kind) {
      case INPUT -> USAGE;
      case FAILED -> FAILED;
      case BUDGET -> BUDGET;
      case WAITING -> WAITING;
    };
  }
}
