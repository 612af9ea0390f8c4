package dev.corvid.retrieval;

import java.util.Objects;

/// What decides an index's content. An index made with other settings is made anew.
///
/// @param chunking how documents are cut
/// @param k1 BM25's saturation of term frequency, `>= 0`
/// @param b BM25's normalisation by length, from 0 to 1
public record IndexSettings(Chunking chunking, float k1, float b) {
  public IndexSettings {
    Objects.requireNonNull(chunking, "chunking");
    if (!(k1 >= 0) || !(b >= 0 && b <= 1)) {
      throw new IllegalArgumentException(
          "BM25 needs k1 >= 0 and 0 <= b <= 1, got %s and %s".formatted(k1, b));
    }
  }

  public static IndexSettings defaults() {
    return new IndexSettings(Chunking.byStructure(), 1.2f, 0.75f);
  }

  public IndexSettings withChunking(Chunking value) {
    return new IndexSettings(value, k1, b);
  }
}
