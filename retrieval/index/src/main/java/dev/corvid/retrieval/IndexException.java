package dev.corvid.retrieval;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Thrown when an index cannot be opened, written or searched. Codes begin with `index-`.
public final class IndexException extends RetrievalException {
  private final String code;

  private IndexException(
      Kind kind, String code, String message, String remedy, @Nullable Throwable cause) {
    super(kind, message, remedy, cause);
    this.code = code;
  }

  static IndexException io(String directory, Throwable cause) {
    return new IndexException(
        Kind.FAILED,
        "index-io",
        "Index in %s: %s".formatted(directory, cause.getMessage()),
        "Check the disk's space and permissions; an index of documents can be deleted and is then"
            + " made anew.",
        cause);
  }

  static IndexException locked(String directory) {
    return new IndexException(
        Kind.FAILED,
        "index-locked",
        "Index in %s: another process is still writing it.".formatted(directory),
        "Wait until it is done, or name another folder with --index.",
        null);
  }

  static IndexException busy(String directory, Duration waited) {
    return new IndexException(
        Kind.FAILED,
        "index-locked",
        "Index in %s: another process has been writing it for %d seconds."
            .formatted(directory, waited.toSeconds()),
        "Try again when it is done.",
        null);
  }

  static IndexException unreadable(String directory) {
    return new IndexException(
        Kind.FAILED,
        "index-unreadable",
        "Index in %s: broken, or not made by this version of Corvid.".formatted(directory),
        "Put back a copy of the folder, or move it away to begin anew.",
        null);
  }

  static IndexException noEmbedder() {
    return new IndexException(
        Kind.INPUT,
        "index-no-embedder",
        "Dense search needs an embedding model, and the index was opened without one.",
        "Search lexically (bm25), or open the index with an embedder.",
        null);
  }

  static IndexException notAnIndex(String directory) {
    return new IndexException(
        Kind.INPUT,
        "index-not-a-folder",
        "Index in %s: not a folder, or one that holds other files.".formatted(directory),
        "Name an empty or a new folder (--index), or move these files away.",
        null);
  }

  @Override
  public String code() {
    return code;
  }
}
