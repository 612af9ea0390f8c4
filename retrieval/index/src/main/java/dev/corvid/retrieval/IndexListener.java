package dev.corvid.retrieval;

/// Hears how indexing goes, on the working thread.
public interface IndexListener {
  IndexListener SILENT = new IndexListener() {};

  /// Called before a new or changed document is read; `seen` counts every document so far.
  default void document(String name, long seen) {}

  /// Called after each batch of chunks: `done` of at most `total` embedded.
  default void embedded(long done, long total) {}

  /// Called with one sentence for the user: another process holds the index, or it is made anew.
  default void notice(String message) {}
}
