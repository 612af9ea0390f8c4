package dev.corvid.retrieval;

import dev.corvid.agent.spi.Retriever;
import dev.corvid.test.HashingEmbedder;
import dev.corvid.test.RetrieverContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LuceneRetrieverTests extends RetrieverContract {
  @TempDir private Path folder;
  private final List<DocumentIndex> opened = new ArrayList<>();

  @Override
  protected Retriever retriever(Map<String, String> documents) {
    var index =
        DocumentIndex.open(
            folder.resolve("index"), IndexSettings.defaults(), new HashingEmbedder("fake", 256));
    opened.add(index);
    var sources = documents.entrySet().stream();
    index.update(
        DocumentSource.of(
            sources.map(e -> SourceDocument.of(e.getKey(), "", e.getValue())).toList()),
        Contention.WAIT,
        IndexListener.SILENT);
    index.embedPending(EmbedLimits.ALL, IndexListener.SILENT);
    return index.retriever();
  }

  @AfterEach
  void close() {
    opened.forEach(DocumentIndex::close);
  }
}
