package dev.corvid.jdbc;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the signs of life of the runs that a process holds, on one thread that ends when there are
/// none. A thread of the platform's: those that compute would keep virtual ones waiting.
final class Heartbeat {
  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  /// Two of them may fail.
  private static final int BEATS_PER_LEASE = 3;

  private final ScheduledThreadPoolExecutor thread;
  private final long pauseMillis;

  Heartbeat(Duration lease) {
    pauseMillis = lease.toMillis() / BEATS_PER_LEASE;
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("corvid-run-lease").factory());
    thread.setKeepAliveTime(2 * pauseMillis, TimeUnit.MILLISECONDS);
    thread.allowCoreThreadTimeOut(true);
    thread.setRemoveOnCancelPolicy(true);
  }

  /// Keep a run until this is closed or the run is lost.
  Beats keep(RunTable table, RunTable.Hold hold) {
    Beats beats = new Beats(table, hold);
    beats.next();
    return beats;
  }

  /// The signs of life of one run.
  final class Beats implements AutoCloseable {
    private final RunTable table;
    private final RunTable.Hold hold;
    private @Nullable ScheduledFuture<?> next;
    private boolean isClosed;

    private Beats(RunTable table, RunTable.Hold hold) {
      this.table = table;
      this.hold = hold;
    }

    private synchronized void next() {
      if (!isClosed) {
        next = thread.schedule(this::beat, pauseMillis, TimeUnit.MILLISECONDS);
      }
    }

    private void beat() {
      try {
        if (!table.renew(hold)) {
          log.warn("Run {} is no longer held by this process", hold.run());
          return;
        }
      } catch (DatabaseException e) {
        log.warn("Run {} may be lost: {}", hold.run(), e.getMessage());
      }
      next();
    }

    @Override
    public synchronized void close() {
      isClosed = true;
      if (next != null) {
        next.cancel(false);
      }
    }
  }
}
