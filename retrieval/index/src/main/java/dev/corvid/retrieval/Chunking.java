package dev.corvid.retrieval;

/// How a document becomes chunks. Token counts are the chunker's own estimate, so that chunks do
/// not depend on which embedder is present.
public sealed interface Chunking {
  /// Structure-aware chunks of 220 tokens, the size this project's measurements favour.
  static Chunking byStructure() {
    return new ByStructure(220, 400);
  }

  /// One chunk per document, for collections whose documents are passages already.
  static Chunking wholeDocuments() {
    return new WholeDocuments();
  }

  /// Cut at headings, then paragraphs, then sentences; never across a page.
  ///
  /// @param targetTokens how long a chunk should be, `>= 16`
  /// @param maxTokens how long one that holds an uncut block may be, `>= targetTokens`
  record ByStructure(int targetTokens, int maxTokens) implements Chunking {
    public ByStructure {
      if (targetTokens < 16 || maxTokens < targetTokens) {
        throw new IllegalArgumentException(
            "chunks need 16 <= targetTokens <= maxTokens, got %d and %d"
                .formatted(targetTokens, maxTokens));
      }
    }
  }

  /// Do not cut.
  record WholeDocuments() implements Chunking {}
}
