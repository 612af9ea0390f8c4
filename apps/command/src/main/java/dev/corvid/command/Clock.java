package dev.corvid.command;

import java.time.Duration;

/// When this process began, as the launcher saw it (`-Dcorvid.started`, nanoseconds since 1970), or
/// else when this class was loaded. The JVM's own record of it costs more than it tells.
public final class Clock {
  private static final long LOADED_MILLIS = System.currentTimeMillis();
  private static final long STARTED_MILLIS =
      Long.getLong("corvid.started", LOADED_MILLIS * 1_000_000) / 1_000_000;

  private Clock() {}

  /// Milliseconds since the process began.
  public static double sinceStart() {
    return Math.max(0, System.currentTimeMillis() - STARTED_MILLIS);
  }

  /// Milliseconds since a value of [System#nanoTime()].
  public static double since(long nanoTime) {
    return millis(Duration.ofNanos(System.nanoTime() - nanoTime));
  }

  /// Milliseconds, to the microsecond.
  public static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
