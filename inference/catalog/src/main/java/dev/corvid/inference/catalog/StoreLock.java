package dev.corvid.inference.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// A lock on a name that holds among the threads of this process and among processes. Its empty
/// file stays: deleting it would let two processes hold locks on two files of one name.
final class StoreLock implements AutoCloseable {
  // The file lock belongs to the whole process, so its threads need a lock of their own.
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;

  private StoreLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  /// Take the lock, after `whenBusy` if somebody else holds it.
  static StoreLock acquire(Path file, Runnable whenBusy) throws IOException, InterruptedException {
    Optional<StoreLock> free = tryAcquire(file);
    if (free.isPresent()) {
      return free.get();
    }
    whenBusy.run();
    ReentrantLock thread = thread(file);
    thread.lockInterruptibly();
    return locked(thread, file, true).orElseThrow();
  }

  static Optional<StoreLock> tryAcquire(Path file) throws IOException {
    ReentrantLock thread = thread(file);
    return thread.tryLock() ? locked(thread, file, false) : Optional.empty();
  }

  private static Optional<StoreLock> locked(ReentrantLock thread, Path file, boolean wait)
      throws IOException {
    FileChannel channel = null;
    boolean held = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      held = (wait ? channel.lock() : channel.tryLock()) != null;
      return held ? Optional.of(new StoreLock(thread, channel)) : Optional.empty();
    } finally {
      if (!held) {
        if (channel != null) {
          channel.close();
        }
        thread.unlock();
      }
    }
  }

  private static ReentrantLock thread(Path file) {
    return IN_PROCESS.computeIfAbsent(
        file.toAbsolutePath().normalize(), path -> new ReentrantLock());
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      thread.unlock();
    }
  }
}
