package dev.corvid.inference.internal.constraint;

/// A node made of other nodes, whose shortest text depends on theirs and maybe on its own.
interface Composite extends Node {
  /// Work out the shortest text again from what the parts know.
  ///
  /// @return whether it has become shorter
  boolean relax();

  /// Called once when all shortest texts are known.
  default void complete() {}
}
