package dev.corvid.retrieval;

import dev.corvid.retrieval.IndexFolder.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.ThreadInterruptedException;

/// Opens a writer for each write and commits before it is closed, so that processes take turns and
/// nothing depends on how this one ends.
final class FolderTextStore implements TextStore {
  private static final Duration POLL = Duration.ofMillis(10);

  private final IndexFolder folder;
  private final Duration longestWait;
  private final ReentrantLock writing = new ReentrantLock();

  FolderTextStore(Path path, Duration longestWait) {
    this.folder = IndexFolder.open(path, MADE, SIMILARITY);
    this.longestWait = longestWait;
  }

  @Override
  public <T> T read(Reading<T> reading) {
    requireReadable();
    return folder.read(reading);
  }

  private IndexFolder.State requireReadable() {
    IndexFolder.State state = folder.state();
    if (state == IndexFolder.State.OTHER) {
      throw IndexException.unreadable(folder.path().toString());
    }
    return state;
  }

  @Override
  public boolean write(Writing change) {
    writing.lock();
    try (Session session = begin()) {
      boolean changed = change.to(session.writer);
      if (changed) {
        session.commit();
      }
      return changed;
    } catch (IOException | AlreadyClosedException | ThreadInterruptedException e) {
      throw folder.failure(e);
    } finally {
      writing.unlock();
    }
  }

  /// An open writer, given up on close with what is not committed.
  private record Session(IndexWriter writer) implements AutoCloseable {
    void commit() throws IOException {
      writer.commit();
      // The first commit made segments that deserve a merge; its result is not in it.
      if (writer.hasUncommittedChanges()) {
        writer.commit();
      }
    }

    @Override
    public void close() throws IOException {
      writer.rollback();
    }
  }

  private Session begin() throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return open();
      } catch (LockObtainFailedException busy) {
        if (System.nanoTime() - start > longestWait.toNanos()) {
          throw IndexException.busy(folder.path().toString(), longestWait);
        }
        pause();
      }
    }
  }

  // Append where there is something, whoever made it since we looked; never create over it.
  private Session open() throws IOException {
    requireReadable();
    var config = TextStore.writerConfig().setOpenMode(OpenMode.CREATE_OR_APPEND);
    return new Session(new IndexWriter(folder.directory(), config));
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
