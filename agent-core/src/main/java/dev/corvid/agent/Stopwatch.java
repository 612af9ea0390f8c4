package dev.corvid.agent;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How long a run has been at work, in all its processes. It stands still while the user is asked.
/// Belongs to the run's thread.
final class Stopwatch {
  private final Duration before;
  private final LongSupplier nanos;
  private final long started;
  private long waited;

  /// @param before how long the run was at work before this process
  Stopwatch(Duration before) {
    this(before, System::nanoTime);
  }

  Stopwatch(Duration before, LongSupplier nanos) {
    this.before = before;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
  }

  Duration elapsed() {
    return before.plusNanos(nanos.getAsLong() - started - waited);
  }

  /// Wait for somebody else.
  <T> T standStill(Supplier<T> wait) {
    long start = nanos.getAsLong();
    try {
      return wait.get();
    } finally {
      waited += nanos.getAsLong() - start;
    }
  }
}
