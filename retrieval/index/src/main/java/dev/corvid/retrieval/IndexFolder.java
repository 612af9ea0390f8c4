package dev.corvid.retrieval;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.ThreadInterruptedException;
import org.jspecify.annotations.Nullable;

/// The folder of an index: its last commit, read by anyone, and whether it was made the way this
/// index wants it.
///
/// Memory-mapped, because a mapped file stays readable when a reading thread is interrupted.
final class IndexFolder implements AutoCloseable {
  private final Path path;
  private final Directory directory;
  private final CommitData wanted;
  private final Similarity similarity;
  private @Nullable DirectoryReader reader;

  /// What a reader finds in the folder.
  enum State {
    /// A commit made with the wanted settings.
    READY,
    /// Nothing.
    EMPTY,
    /// A commit made with other settings, or a broken one.
    OTHER
  }

  private IndexFolder(Path path, CommitData wanted, Similarity similarity) throws IOException {
    this.path = path;
    this.wanted = wanted;
    this.similarity = similarity;
    this.directory = new MMapDirectory(path);
  }

  static IndexFolder open(Path path, CommitData wanted, Similarity similarity) {
    try {
      if (Files.exists(path) && !isIndexOrEmpty(path)) {
        throw IndexException.notAnIndex(path.toString());
      }
      return new IndexFolder(path, wanted, similarity);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  // An index named into a folder of documents must not add its files there.
  private static boolean isIndexOrEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    boolean empty = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith("segments") || name.equals("write.lock")) {
          return true;
        }
        empty = false;
      }
    }
    return empty;
  }

  Directory directory() {
    return directory;
  }

  Path path() {
    return path;
  }

  /// Reads an index on one commit.
  @FunctionalInterface
  interface Reading<T extends @Nullable Object> {
    T from(IndexSearcher searcher) throws IOException;
  }

  /// Read the last commit; an index without any documents where there is none to use.
  <T extends @Nullable Object> T read(Reading<T> reading) {
    DirectoryReader held = null;
    try {
      held = acquire();
      var searcher = new IndexSearcher(held == null ? new MultiReader() : held);
      searcher.setSimilarity(similarity);
      // The query cache pays for repeated filters; ours are different each time.
      searcher.setQueryCache(null);
      return reading.from(searcher);
    } catch (IOException e) {
      throw failure(path, e);
    } finally {
      release(held);
    }
  }

  private void release(@Nullable DirectoryReader held) {
    try {
      if (held != null) {
        held.decRef();
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /// The commit to read now, held for the caller, if its settings are the wanted ones.
  private synchronized @Nullable DirectoryReader acquire() throws IOException {
    DirectoryReader current = reader;
    if (current == null) {
      current = openLast();
    } else {
      DirectoryReader newer = DirectoryReader.openIfChanged(current);
      if (newer != null) {
        current.decRef();
        current = newer;
      }
    }
    reader = current;
    if (current == null || !wanted.reads(current.getIndexCommit().getUserData())) {
      return null;
    }
    current.incRef();
    return current;
  }

  private @Nullable DirectoryReader openLast() throws IOException {
    try {
      return DirectoryReader.open(directory);
    } catch (IndexNotFoundException none) {
      return null;
    } catch (CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException
        | EOFException
        | NoSuchFileException unusable) {
      return null;
    }
  }

  /// Delete commits that nobody can read, since Lucene refuses to write over them. The caller is
  /// about to make the index anew.
  void dropUnreadableCommits() throws IOException {
    try (DirectoryReader readable = openLast()) {
      if (readable != null) {
        return;
      }
    }
    try (Lock writing = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      for (String file : directory.listAll()) {
        writing.ensureValid();
        if (file.startsWith(IndexFileNames.SEGMENTS)) {
          directory.deleteFile(file);
        }
      }
    }
  }

  State state() {
    try {
      // Asked first: another process may make the index between the two.
      boolean exists = DirectoryReader.indexExists(directory);
      DirectoryReader held = acquire();
      if (held != null) {
        held.decRef();
        return State.READY;
      }
      return exists ? State.OTHER : State.EMPTY;
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /// The user data of the last commit, empty if there is none.
  synchronized Map<String, String> lastCommitData() throws IOException {
    DirectoryReader current = reader;
    return current == null ? Map.of() : current.getIndexCommit().getUserData();
  }

  /// Counts commits, so that a reader can see that another process wrote; -1 without one.
  long version() {
    Long version =
        this.<Long>read(
            searcher ->
                searcher.getIndexReader() instanceof DirectoryReader commit
                    ? commit.getVersion()
                    : -1L);
    return version;
  }

  long bytes() {
    try (Stream<Path> files = Files.list(path)) {
      return files.mapToLong(IndexFolder::size).sum();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException goneMeanwhile) {
      return 0;
    }
  }

  RuntimeException failure(Exception e) {
    return failure(path, e);
  }

  /// What a failed operation means for the caller: cancelled, or broken.
  private static RuntimeException failure(Path path, Exception e) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    for (Optional<Throwable> cause = Optional.of(e);
        cause.isPresent();
        cause = cause.map(Throwable::getCause)) {
      interrupted |=
          cause.get() instanceof ClosedByInterruptException
              || cause.get() instanceof ThreadInterruptedException;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted");
      cancelled.initCause(e);
      return cancelled;
    }
    return IndexException.io(path.toString(), e);
  }

  @Override
  public synchronized void close() {
    DirectoryReader current = reader;
    reader = null;
    try {
      if (current != null) {
        current.decRef();
      }
      directory.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }
}
