package dev.corvid.retrieval;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How an index was made, kept with each commit.
///
/// @param settings schema, analysis and chunking
/// @param embedder the embedder's id; empty to take whatever the index holds
record CommitData(String settings, String embedder) {
  private static final String SETTINGS = "corvid.settings";
  private static final String EMBEDDER = "corvid.embedder";

  static CommitData of(IndexSettings settings, String embedder) {
    return new CommitData(
        "schema %d, analysis %s, %s"
            .formatted(Fields.SCHEMA, LexicalAnalysis.NAME, settings.chunking()),
        embedder);
  }

  /// Whether an index made like that is what this one wants.
  boolean reads(Map<String, String> made) {
    String vectors = made.getOrDefault(EMBEDDER, "");
    return settings.equals(made.get(SETTINGS))
        && (vectors.isEmpty() || embedder.isEmpty() || vectors.equals(embedder));
  }

  /// The data of the next commit over one made like that.
  Map<String, String> over(Map<String, String> made) {
    @Nullable String vectors = reads(made) ? made.get(EMBEDDER) : null;
    return Map.of(
        SETTINGS,
        settings,
        EMBEDDER,
        embedder.isEmpty() ? Objects.requireNonNullElse(vectors, "") : embedder);
  }
}
