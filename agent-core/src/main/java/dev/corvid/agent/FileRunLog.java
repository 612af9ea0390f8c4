package dev.corvid.agent;

import dev.corvid.agent.spi.RunJournal.RunLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;

/// An open journal file. Holds the lock of its run; an entry is written only where the last one of
/// this process ended, so that a process that lost its lock cannot write among another's entries.
final class FileRunLog implements RunLog {
  private final String run;
  private final RunLock lock;
  // Not a channel: an interrupt would close it, and the outcome of a call could not be written.
  private final RandomAccessFile file;
  private final List<JournalEntry.Placed> entries;
  private final Clock clock;
  private int next;
  private long length;

  private FileRunLog(
      String run, RunLock lock, RandomAccessFile file, JournalFile content, Clock clock) {
    this.run = run;
    this.lock = lock;
    this.file = file;
    this.entries = content.entries();
    this.clock = clock;
    this.next = entries.size();
    this.length = content.length();
  }

  /// @throws IOException if there is a file of that name
  static FileRunLog create(String run, Path folder, Clock clock) throws IOException {
    Files.createFile(FileRunJournal.file(folder, run));
    FileRunLog log = open(run, folder, clock);
    // The file's name has to survive too.
    force(folder);
    return log;
  }

  static FileRunLog open(String run, Path folder, Clock clock) throws IOException {
    Path path = FileRunJournal.file(folder, run);
    RunLock lock = RunLock.take(run, folder);
    try {
      JournalFile content = JournalFile.read(run, path);
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      try {
        FileRunLog log = new FileRunLog(run, lock, file, content, clock);
        log.cutTornEnd();
        return log;
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void cutTornEnd() throws IOException {
    if (length < JournalFile.MAGIC.length) {
      length = 0;
    }
    if (file.length() > length) {
      file.setLength(length);
    }
    if (length == 0) {
      write(JournalFile.MAGIC);
    }
  }

  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folder, and keeps names by itself.
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
    byte[] record =
        JournalFile.record(new JournalEntry.Placed(next, clock.instant(), elapsedMillis, entry));
    try {
      if (file.length() != length) {
        throw JournalException.busy(run);
      }
      write(record);
      next++;
    } catch (IOException e) {
      cutAfter(length);
      throw JournalException.io(run, e);
    }
  }

  /// A disk that was full may have taken half an entry.
  private void cutAfter(long end) {
    try {
      file.setLength(end);
    } catch (IOException e) {
      // The next process that opens the file cuts it.
    }
  }

  private void write(byte[] bytes) throws IOException {
    file.seek(length);
    file.write(bytes);
    file.getFD().sync();
    length += bytes.length;
  }

  @Override
  public void close() {
    closeQuietly(file);
    closeQuietly(lock);
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // Everything that counts was forced to the disk before.
    }
  }
}
