package dev.corvid.agent;

/// What a tool does to the world outside.
public enum Effect {
  /// It looks; doing it twice or never changes nothing.
  READ,
  /// It changes something, or nobody said that it does not.
  WRITE
}
