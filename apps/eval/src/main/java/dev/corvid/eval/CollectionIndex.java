package dev.corvid.eval;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Console;
import dev.corvid.command.Progress;
import dev.corvid.retrieval.Chunking;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.DocumentSource;
import dev.corvid.retrieval.EmbedLimits;
import dev.corvid.retrieval.IndexListener;
import dev.corvid.retrieval.IndexSettings;
import dev.corvid.retrieval.SourceDocument;
import java.nio.file.Path;

/// Indexes what is evaluated, in the cache folder: a second run embeds nothing again, and an
/// interrupted one goes on where it stopped.
final class CollectionIndex {
  private final CorvidFolders folders;
  private final Console console;

  CollectionIndex(CorvidFolders folders, Console console) {
    this.folders = folders;
    this.console = console;
  }

  /// Index a collection's documents. The index is found again by the documents and the chunking.
  DocumentIndex open(BeirCollection collection, Chunking chunking, TextEmbedder embedder) {
    String key = Fingerprint.of(chunking.toString(), collection.documents().toString());
    return open(
        folders.cache().resolve("eval/index").resolve(collection.name() + "-" + key),
        IndexSettings.defaults().withChunking(chunking),
        DocumentSource.of(
            collection.documents().stream()
                .map(d -> SourceDocument.of(d.id(), d.title(), d.text()))
                .toList()),
        embedder);
  }

  /// Index a source, embeddings included.
  DocumentIndex open(
      Path directory, IndexSettings settings, DocumentSource source, TextEmbedder embedder) {
    DocumentIndex index = DocumentIndex.open(directory, settings, embedder);
    try (Progress progress = console.progress("indexing")) {
      Listener listener = new Listener(console, progress);
      for (var failure : index.update(source, Contention.WAIT, listener).failed()) {
        console.note("%s: %s".formatted(failure.name(), failure.reason()));
      }
      index.embedPending(EmbedLimits.ALL, listener);
      return index;
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }

  private record Listener(Console console, Progress progress) implements IndexListener {
    @Override
    public void document(String name, long seen) {
      progress.update(seen, 0, seen + " documents");
    }

    @Override
    public void embedded(long done, long total) {
      progress.update(done, total, "%d of %d chunks embedded".formatted(done, total));
    }

    @Override
    public void notice(String message) {
      console.note(message);
    }
  }
}
