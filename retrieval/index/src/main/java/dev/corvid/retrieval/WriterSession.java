package dev.corvid.retrieval;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.LockObtainFailedException;

/// The right to write an index, held by one process at a time and given back on close. What is not
/// committed by then is undone.
final class WriterSession implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final double BUFFER_MB = 64;

  private final IndexWriter writer;
  private final Map<String, String> commitData;

  private WriterSession(IndexWriter writer, Map<String, String> commitData) {
    this.writer = writer;
    this.commitData = commitData;
  }

  /// How much work the session will bring.
  enum Load {
    /// Merges whatever deserves it before it ends.
    BULK,
    /// A few chunks while a user waits: merges small segments only.
    LIGHT
  }

  /// Opens sessions on one folder.
  record Opener(IndexFolder folder, CommitData wanted, Analyzer analyzer) {
    /// A session, if nobody else has one.
    Optional<WriterSession> now(Load load) {
      try {
        return Optional.of(open(load));
      } catch (LockObtainFailedException busy) {
        return Optional.empty();
      } catch (IOException e) {
        throw folder.failure(e);
      }
    }

    /// A session, after whoever has one; none if there is a commit to read meanwhile and the
    /// caller can do with that.
    Optional<WriterSession> after(Contention contention, IndexListener listener) {
      Optional<WriterSession> session = now(Load.BULK);
      boolean told = false;
      long start = System.nanoTime();
      while (session.isEmpty()) {
        if (contention == Contention.READ_LAST_COMMIT
            && folder.state() == IndexFolder.State.READY) {
          listener.notice(
              "Another process is writing this index; answering from what it committed last.");
          return Optional.empty();
        }
        if (!told) {
          listener.notice("Another process is writing this index; waiting until it is done.");
          told = true;
        }
        if (System.nanoTime() - start > LONGEST_WAIT.toNanos()) {
          throw IndexException.locked(folder.path().toString());
        }
        pause();
        session = now(Load.BULK);
      }
      return session;
    }

    private WriterSession open(Load load) throws IOException {
      var config = new IndexWriterConfig(analyzer).setRAMBufferSizeMB(BUFFER_MB);
      config.setCommitOnClose(false);
      // A commit of other settings stays readable until the first commit of these replaces it.
      boolean anew = folder.state() != IndexFolder.State.READY;
      config.setOpenMode(anew ? OpenMode.CREATE : OpenMode.APPEND);
      if (load == Load.LIGHT) {
        config.setMergeScheduler(new SerialMergeScheduler());
        config.setMergePolicy(smallSegmentsOnly());
      }
      if (folder.state() == IndexFolder.State.OTHER) {
        folder.dropUnreadableCommits();
      }
      var writer = new IndexWriter(folder.directory(), config);
      return new WriterSession(writer, wanted.over(folder.lastCommitData()));
    }
  }

  private static LogDocMergePolicy smallSegmentsOnly() {
    var policy = new LogDocMergePolicy();
    policy.setMinMergeDocs(1_000);
    policy.setMaxMergeDocs(2_000);
    return policy;
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  IndexWriter writer() {
    return writer;
  }

  /// Make everything so far lasting and visible.
  void commit() throws IOException {
    writer.setLiveCommitData(commitData.entrySet());
    writer.commit();
  }

  /// Commit, and let merges that are worth it come to their end.
  void commitAndMerge() throws IOException {
    commit();
    writer.maybeMerge();
    while (writer.hasPendingMerges()) {
      checkInterrupt();
      pause();
    }
    if (writer.hasUncommittedChanges()) {
      commit();
    }
  }

  /// @throws CancellationException if the thread was interrupted; the interrupt stays set
  static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }

  @Override
  public void close() throws IOException {
    writer.rollback();
  }
}
