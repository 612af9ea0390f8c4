package dev.corvid.eval;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Console;
import dev.corvid.command.IndexProgress;
import dev.corvid.command.Workbench;
import dev.corvid.retrieval.Chunking;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.DocumentSource;
import dev.corvid.retrieval.EmbedLimits;
import dev.corvid.retrieval.IndexSettings;
import dev.corvid.retrieval.SourceDocument;

/// Indexes what is evaluated, in the cache folder: a second run embeds nothing again, and an
/// interrupted one goes on where it stopped.
///
/// @param vectors whether to embed what is indexed
record CollectionIndex(
    Workbench workbench, TextEmbedder embedder, boolean vectors, Console console) {

  /// Index a collection's documents. The index is found again by the documents and the chunking.
  DocumentIndex open(BeirCollection collection, Chunking chunking) {
    String key = Fingerprint.of(chunking.toString(), collection.documents().toString());
    return open(
        collection.name() + "-" + key,
        IndexSettings.defaults().withChunking(chunking),
        DocumentSource.of(
            collection.documents().stream()
                .map(d -> SourceDocument.of(d.id(), d.title(), d.text()))
                .toList()));
  }

  /// Index a source under a name.
  DocumentIndex open(String name, IndexSettings settings, DocumentSource source) {
    DocumentIndex index =
        DocumentIndex.open(
            workbench.folders().cache().resolve("eval/index").resolve(name), settings, embedder);
    try (IndexProgress progress = new IndexProgress(console)) {
      for (var failure : index.update(source, Contention.WAIT, progress).failed()) {
        console.note("%s: %s".formatted(failure.name(), failure.reason()));
      }
      if (vectors) {
        index.embedPending(EmbedLimits.ALL, progress);
      }
      return index;
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }
}
