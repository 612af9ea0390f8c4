package dev.corvid.retrieval;

import java.util.List;

/// What an update found and did.
///
/// @param seen documents that the source listed, failed ones included
/// @param added new ones that are now in the index
/// @param changed ones whose content was replaced
/// @param removed ones that are gone from the source, and now from the index
/// @param unchanged ones that were left alone
/// @param failed what could not be read or parsed, now or when it was last tried
/// @param chunks how many chunks the index now holds
/// @param bytes size of the index on disk
/// @param deferred whether nothing was done because another process writes the index
public record UpdateReport(
    int seen,
    int added,
    int changed,
    int removed,
    int unchanged,
    List<Failure> failed,
    int chunks,
    long bytes,
    boolean deferred) {

  /// A document, or a folder, that could not be had.
  public record Failure(String name, String reason) {}

  public UpdateReport {
    failed = List.copyOf(failed);
  }
}
