package dev.corvid.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Holds a run against other processes by a lock on a file, and against this one by a list.
///
/// The list is not only for speed: where locks belong to the process (POSIX), a second channel on
/// the file would let go of the first one's lock when it closes.
final class RunLock implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private RunLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// @throws JournalException if the run is held
  static RunLock take(String run, Path folder) throws IOException {
    Path path = folder.toRealPath().resolve(run + ".lock");
    if (!HELD.add(path)) {
      throw JournalException.busy(run);
    }
    FileChannel channel = null;
    try {
      channel = locked(path);
      if (channel == null) {
        throw JournalException.busy(run);
      }
      return new RunLock(path, channel);
    } finally {
      if (channel == null) {
        HELD.remove(path);
      }
    }
  }

  private static @Nullable FileChannel locked(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    boolean held = false;
    try {
      held = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Held by this process, through another class loader.
    } finally {
      if (!held) {
        channel.close();
      }
    }
    return held ? channel : null;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(path);
    }
  }
}
