package dev.corvid.autoconfigure;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.DocumentSource;
import dev.corvid.retrieval.EmbedLimits;
import dev.corvid.retrieval.IndexListener;
import dev.corvid.retrieval.IndexSettings;
import dev.corvid.retrieval.IndexStatus;
import dev.corvid.retrieval.UpdateReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The application's documents: indexed before the first question, and again when a question comes
/// and the index is older than it may be. Thread-safe.
public final class DocumentLibrary implements Retriever, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DocumentLibrary.class);

  private final Path folder;
  private final DocumentSource source;
  private final Supplier<Optional<TextEmbedder>> embedder;
  private final Duration refresh;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable DocumentIndex index;
  private volatile long updated;
  private boolean closed;

  /// @param folder of the index
  /// @param embedder for dense vectors; it stays the caller's to close
  /// @param refresh how old the index may be
  DocumentLibrary(
      Path folder,
      DocumentSource source,
      Supplier<Optional<TextEmbedder>> embedder,
      Duration refresh) {
    this.folder = folder;
    this.source = source;
    this.embedder = embedder;
    this.refresh = refresh;
  }

  @Override
  public List<Passage> retrieve(Query query) {
    return fresh().retriever(EmbedLimits.FIRST_QUESTION).retrieve(query);
  }

  @Override
  public double weight(String word) {
    return fresh().retriever().weight(word);
  }

  /// Index what is new or changed now.
  ///
  /// @throws dev.corvid.retrieval.IndexException if the index cannot be written
  public UpdateReport update() {
    lock.lock();
    try {
      return update(open());
    } finally {
      lock.unlock();
    }
  }

  /// What the index holds, if it was opened already.
  public Optional<IndexStatus> status() {
    return Optional.ofNullable(index).map(DocumentIndex::status);
  }

  /// The first question waits for the index; later ones are answered from what was indexed while
  /// another one looks for changes.
  private DocumentIndex fresh() {
    DocumentIndex open = index;
    if (open == null) {
      lock.lock();
    } else if (System.nanoTime() - updated < refresh.toNanos() || !lock.tryLock()) {
      return open;
    }
    try {
      open = open();
      if (updated == 0 || System.nanoTime() - updated >= refresh.toNanos()) {
        update(open);
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  private DocumentIndex open() {
    if (closed) {
      throw new IllegalStateException("the documents are closed");
    }
    DocumentIndex open = index;
    if (open == null) {
      open =
          embedder
              .get()
              .map(found -> DocumentIndex.open(folder, IndexSettings.defaults(), found))
              .orElseGet(() -> DocumentIndex.open(folder, IndexSettings.defaults()));
      index = open;
    }
    return open;
  }

  private UpdateReport update(DocumentIndex open) {
    UpdateReport report = open.update(source, Contention.READ_LAST_COMMIT, IndexListener.SILENT);
    updated = System.nanoTime();
    report
        .failed()
        .forEach(failure -> log.warn("{} was not indexed: {}", failure.name(), failure.reason()));
    if (report.added() + report.changed() + report.removed() > 0) {
      log.info(
          "Documents: {} added, {} changed, {} removed; {} chunks",
          report.added(),
          report.changed(),
          report.removed(),
          report.chunks());
    }
    return report;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      Optional.ofNullable(index).ifPresent(DocumentIndex::close);
    } finally {
      lock.unlock();
    }
  }
}
