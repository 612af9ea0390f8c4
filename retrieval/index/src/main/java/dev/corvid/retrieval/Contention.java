package dev.corvid.retrieval;

/// What to do while another process writes the same index.
public enum Contention {
  /// Wait until it is done, and say so.
  WAIT,
  /// Go on with what was committed last, and say so; wait only if nothing was committed yet.
  READ_LAST_COMMIT
}
