package dev.corvid.retrieval;

import java.util.List;

/// A source over documents in memory; the hash of the content serves as the stamp.
record ListedDocuments(List<SourceDocument> documents) implements DocumentSource {
  @Override
  public void forEach(Visitor visitor) {
    documents.forEach(document -> visitor.entry(new Listed(document)));
  }

  private record Listed(SourceDocument document) implements Entry {
    @Override
    public String name() {
      return document.name();
    }

    @Override
    public String stamp() {
      return contentHash();
    }

    @Override
    public String contentHash() {
      // Strings of records differ if any part does; the hash only keeps them short.
      return Hashes.sha256(document.toString());
    }

    @Override
    public SourceDocument parse() {
      return document;
    }
  }
}
