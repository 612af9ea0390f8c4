package dev.corvid.inference.internal.kernels;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The threads of one model: the caller and `threads - 1` daemon workers.
///
/// A token takes a hundred or more parallel sections of some ten microseconds, so a worker spins a
/// little before it parks; it never spins for long, and nobody waits for a worker that has not
/// started, so a machine with busy cores slows down in proportion instead of collapsing.
///
/// Any thread may call [#run]; sections of several callers run one after the other.
public final class Workers implements AutoCloseable {
  private static final int MAX_THREADS = 256;
  private static final int SPINS = 2_000;

  private final ReentrantLock turn = new ReentrantLock();
  private final Thread[] helpers;
  private volatile @Nullable Section current;
  private volatile boolean closed;

  private Workers(int threads) {
    helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Thread(this::help, "corvid-worker-" + (i + 1));
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  /// Start `threads - 1` workers.
  ///
  /// @throws IllegalArgumentException if `threads` is not in 1..256
  public static Workers of(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be in 1.." + MAX_THREADS + ", got " + threads);
    }
    return new Workers(threads);
  }

  /// The processors that this process may use: quotas of a container count, unlike in most engines.
  public static int defaultThreads() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
  }

  public int threads() {
    return helpers.length + 1;
  }

  /// Call `task` with each of 0..tasks-1, each once, handed out in order to whoever is free. Return
  /// when all calls have; everything that they wrote is visible then. A task must not call `run`.
  ///
  /// If a task throws, tasks not yet begun are dropped and the first failure is rethrown.
  ///
  /// @throws IllegalStateException if this object is closed, or from within a task
  public void run(int tasks, IntConsumer task) {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("a task of Workers must not start another section");
    }
    turn.lock();
    try {
      if (closed) {
        throw new IllegalStateException("Workers is closed");
      }
      runSection(new Section(tasks, task));
    } finally {
      turn.unlock();
    }
  }

  private void runSection(Section section) {
    if (helpers.length > 0 && section.tasks > 1) {
      current = section;
      int wanted = Math.min(helpers.length, section.tasks - 1);
      for (int i = 0; i < wanted; i++) {
        LockSupport.unpark(helpers[i]);
      }
    }
    section.work();
    section.awaitOthers();
    current = null;
    section.rethrow();
  }

  private void help() {
    Section last = null;
    int idle = 0;
    while (!closed) {
      Section section = current;
      if (section != null && section != last) {
        last = section;
        section.enter();
        idle = 0;
      } else if (++idle < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        idle = 0;
      }
    }
  }

  /// Stop the workers after the running section. Closing twice is allowed.
  @Override
  public void close() {
    turn.lock();
    try {
      closed = true;
      for (Thread helper : helpers) {
        LockSupport.unpark(helper);
      }
    } finally {
      turn.unlock();
    }
  }

  /// One call of `run`. A worker counts itself in before it takes a task, and the caller waits only
  /// for workers that are in: one that wakes up late finds nothing to do.
  private static final class Section {
    private static final int SEALED = Integer.MIN_VALUE;

    private final int tasks;
    private final IntConsumer task;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    Section(int tasks, IntConsumer task) {
      this.tasks = tasks;
      this.task = task;
    }

    void enter() {
      int count;
      do {
        count = inside.get();
        if (count < 0) {
          return;
        }
      } while (!inside.compareAndSet(count, count + 1));
      work();
      if (inside.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }

    void work() {
      try {
        for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
          task.accept(i);
        }
      } catch (RuntimeException | Error e) {
        next.set(tasks);
        synchronized (this) {
          if (failure == null) {
            failure = e;
          }
        }
      }
    }

    void awaitOthers() {
      int idle = 0;
      while (!inside.compareAndSet(0, SEALED)) {
        if (++idle < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }

    void rethrow() {
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
    }
  }
}
