package dev.corvid.command;

import java.util.concurrent.TimeUnit;

/// One long job's line on the terminal. It appears when the job has taken half a second and
/// disappears when it closes.
public final class Progress implements AutoCloseable {
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BAR = 24;

  private final Console console;
  private final String label;
  private long nextNanos;

  Progress(Console console, String label, long startNanos) {
    this.console = console;
    this.label = label;
    this.nextNanos = startNanos + FIRST_NANOS;
  }

  /// Report how far the job is.
  ///
  /// @param done units done so far
  /// @param total all units; `0` or less while that is unknown
  /// @param detail shown behind the bar
  public void update(long done, long total, String detail) {
    if (!due()) {
      return;
    }
    if (total <= 0) {
      console.status("%s  %s".formatted(label, detail));
      return;
    }
    double part = Math.clamp((double) done / total, 0, 1);
    int filled = (int) (part * BAR);
    console.status(
        "%s  %s%s %3.0f %%  %s"
            .formatted(label, "█".repeat(filled), "░".repeat(BAR - filled), part * 100, detail));
  }

  private synchronized boolean due() {
    long now = System.nanoTime();
    if (!console.showsProgress() || now - nextNanos < 0) {
      return false;
    }
    nextNanos = now + REFRESH_NANOS;
    return true;
  }

  @Override
  public void close() {
    console.clearStatus();
  }
}
