package dev.corvid.agent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Lets a number of runs work at a time; the next ones wait in the order in which they come, and
/// when as many wait as may, one more is refused. A model in this process is fastest when runs
/// follow each other: a run reads on where its last prompt ended. Thread-safe; several agents may
/// share one.
public final class Admission {
  private final Semaphore working;
  private final int mostWaiting;
  private final AtomicInteger waiting = new AtomicInteger();

  private Admission(int working, int mostWaiting) {
    this.working = new Semaphore(working, true);
    this.mostWaiting = mostWaiting;
  }

  /// @param working the most runs that work at a time, `>= 1`
  /// @param waiting the most that wait for that, `>= 0`
  public static Admission of(int working, int waiting) {
    Checks.requireAtLeast(1, working, "working");
    Checks.requireAtLeast(0, waiting, "waiting");
    return new Admission(working, waiting);
  }

  /// As many as come.
  public static Admission unlimited() {
    return new Admission(Integer.MAX_VALUE, 0);
  }

  /// Do something when it is its turn. An interrupt of the calling thread ends the wait with a
  /// [CancellationException].
  ///
  /// @throws BusyException if too many wait
  <T> T admit(Supplier<T> work) {
    enter();
    try {
      return work.get();
    } finally {
      working.release();
    }
  }

  private void enter() {
    if (waiting.get() == 0 && working.tryAcquire()) {
      return;
    }
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      throw new BusyException(mostWaiting);
    }
    try {
      working.acquire();
    } catch (InterruptedException e) {
      CancellationException cancelled = new CancellationException("interrupted while waiting");
      cancelled.initCause(e);
      throw cancelled;
    } finally {
      waiting.decrementAndGet();
    }
  }

  /// How many runs wait now.
  public int waiting() {
    return waiting.get();
  }

  /// How many runs may begin now without waiting.
  public int free() {
    return working.availablePermits();
  }
}
