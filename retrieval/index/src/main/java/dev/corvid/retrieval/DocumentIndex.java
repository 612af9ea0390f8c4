package dev.corvid.retrieval;

import dev.corvid.agent.Query;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.TextEmbedder;
import java.nio.file.Path;

/// A persistent index of documents, in a folder of its own. It is a cache: what is in it can be
/// made again, and an index that is broken or was made with other settings is made anew at the next
/// update. Thread-safe; several processes may open one folder, one of them writes at a time.
///
/// Every change is one commit: a crash or an interrupt leaves the last one. An interrupt of the
/// calling thread ends an update with a [java.util.concurrent.CancellationException].
public interface DocumentIndex extends AutoCloseable {
  /// Open an index for lexical search only. Vectors that are in it stay.
  ///
  /// @throws IndexException if the folder cannot be used
  static DocumentIndex open(Path directory, IndexSettings settings) {
    return LuceneIndex.open(directory, settings, null);
  }

  /// Open an index for lexical and dense search. The embedder stays the caller's to close.
  ///
  /// @throws IndexException if the folder cannot be used
  static DocumentIndex open(Path directory, IndexSettings settings, TextEmbedder embedder) {
    return LuceneIndex.open(directory, settings, embedder);
  }

  /// Bring the lexical index up to date: read what is new or changed, remove what is gone. Chunks
  /// whose content was embedded before keep their vectors, also in a renamed document.
  ///
  /// @throws IndexException if the index cannot be written
  UpdateReport update(DocumentSource source, Contention contention, IndexListener listener);

  /// Embed chunks that have no vector yet, with a commit now and then. Waits for other writers.
  ///
  /// @throws IndexException if the index cannot be written or has no embedder
  EmbedReport embedPending(EmbedLimits limits, IndexListener listener);

  /// Embed the best lexical candidates of a query that have no vector yet, and keep the vectors.
  /// Does nothing without an embedder or while another process writes.
  EmbedReport embedFor(Query query, EmbedLimits limits, IndexListener listener);

  /// Search what was committed last.
  default Retriever retriever() {
    return retriever(EmbedLimits.NONE);
  }

  /// Search what was committed last, after [#embedFor] within the limits for queries that use
  /// dense vectors.
  Retriever retriever(EmbedLimits onDemand);

  IndexStatus status();

  @Override
  void close();
}
