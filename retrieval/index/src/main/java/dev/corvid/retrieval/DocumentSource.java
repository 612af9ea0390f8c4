package dev.corvid.retrieval;

import java.util.List;

/// Where documents come from. A source lists entries cheaply and parses an entry only when the
/// index asks for it, so that what did not change costs next to nothing.
public interface DocumentSource {
  /// Visit every entry, each name once, in an order that repeats. A failure of one entry is
  /// reported to the visitor and the rest goes on.
  void forEach(Visitor visitor);

  /// Receives what a source finds, on the calling thread.
  interface Visitor {
    void entry(Entry entry);

    /// Report a document that cannot be had, and why in a few words.
    void failed(String name, String reason);

    /// Report a place whose documents cannot be listed now: what the index already holds under
    /// names that begin with `prefix` stays.
    void unreachable(String prefix, String reason);
  }

  /// A document before it is parsed.
  interface Entry {
    /// As in [SourceDocument#name()].
    String name();

    /// Something that changes when the document does and costs no reading, such as size and time.
    String stamp();

    /// A hash of the content; the index asks only where the stamp is new.
    ///
    /// @throws DocumentException if the document cannot be read
    String contentHash();

    /// Parse the document.
    ///
    /// @throws DocumentException if it cannot be read or makes no sense
    SourceDocument parse();
  }

  /// Documents that are in memory already.
  static DocumentSource of(List<SourceDocument> documents) {
    return new ListedDocuments(List.copyOf(documents));
  }
}
