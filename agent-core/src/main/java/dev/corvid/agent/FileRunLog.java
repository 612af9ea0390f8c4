package dev.corvid.agent;

import dev.corvid.agent.spi.RunJournal.RunLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An open journal file. Holds the lock of its run; an entry is written only where the last one of
/// this process ended, so that a process that lost its lock cannot write among another's entries.
final class FileRunLog implements RunLog {
  private final String run;
  private final FileChannel lockFile;
  private final FileChannel file;
  private final List<JournalEntry.Placed> entries;
  private final Clock clock;
  private int next;
  private long length;

  private FileRunLog(
      String run, FileChannel lockFile, FileChannel file, JournalFile content, Clock clock) {
    this.run = run;
    this.lockFile = lockFile;
    this.file = file;
    this.entries = content.entries();
    this.clock = clock;
    this.next = entries.size();
    this.length = content.length();
  }

  static FileRunLog create(String run, Path path, Clock clock) {
    return open(run, path, clock, StandardOpenOption.CREATE_NEW);
  }

  static FileRunLog open(String run, Path path, Clock clock) {
    return open(run, path, clock, StandardOpenOption.CREATE);
  }

  private static FileRunLog open(String run, Path path, Clock clock, StandardOpenOption creation) {
    FileChannel lock = null;
    FileChannel file = null;
    try {
      lock = lock(run, path.resolveSibling(run + ".lock"));
      file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.READ, creation);
      JournalFile content = JournalFile.read(run, path);
      FileRunLog log = new FileRunLog(run, lock, file, content, clock);
      log.cutTornEnd();
      return log;
    } catch (IOException e) {
      closeQuietly(file);
      closeQuietly(lock);
      throw JournalException.io(run, e);
    } catch (RuntimeException e) {
      closeQuietly(file);
      closeQuietly(lock);
      throw e;
    }
  }

  private static FileChannel lock(String run, Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process: as busy as if it were another.
    }
    channel.close();
    throw JournalException.busy(run);
  }

  private void cutTornEnd() throws IOException {
    file.truncate(length);
    if (length < JournalFile.MAGIC.length) {
      file.truncate(0);
      length = 0;
      write(ByteBuffer.wrap(JournalFile.MAGIC));
    }
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public List<JournalEntry.Placed> entries() {
    return entries;
  }

  @Override
  public void append(JournalEntry entry, long elapsedMillis) {
    try {
      if (file.size() != length) {
        throw JournalException.busy(run);
      }
      write(
          JournalFile.record(new JournalEntry.Placed(next, clock.instant(), elapsedMillis, entry)));
      next++;
    } catch (IOException e) {
      cutAfter(length);
      throw JournalException.io(run, e);
    }
  }

  /// A disk that was full may have taken half an entry.
  private void cutAfter(long end) {
    try {
      file.truncate(end);
    } catch (IOException e) {
      // The next process that opens the file cuts it.
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    long at = length;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
    file.force(true);
    length = at;
  }

  @Override
  public void close() {
    closeQuietly(file);
    closeQuietly(lockFile);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Everything that counts was forced to the disk before.
    }
  }
}
