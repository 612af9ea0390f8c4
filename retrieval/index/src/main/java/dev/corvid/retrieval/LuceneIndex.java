package dev.corvid.retrieval;

import dev.corvid.agent.spi.TextEmbedder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The index on Lucene.
final class LuceneIndex {
  private LuceneIndex() {}

  static DocumentIndex open(
      Path directory, IndexSettings settings, @Nullable TextEmbedder embedder) {
    throw new UnsupportedOperationException(
        "not built yet: %s %s %s".formatted(directory, settings, embedder));
  }
}
