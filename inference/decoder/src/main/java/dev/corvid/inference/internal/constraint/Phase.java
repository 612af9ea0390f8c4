package dev.corvid.inference.internal.constraint;

/// Where between the members of an object the text is.
enum Phase {
  /// After the opening bracket.
  FIRST,
  /// After a member.
  AFTER,
  /// After a comma.
  COMMA,
  /// After a comma and its space.
  SPACED
}
