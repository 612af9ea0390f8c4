package dev.corvid.inference.internal.template;

/// The values of a template that stand for no value.
sealed interface None {
  Nothing NONE = new Nothing();

  /// Python's `None`.
  record Nothing() implements None {}

  /// What an unknown name or key gives: prints as nothing, and must not be looked into.
  record Undefined(String name) implements None {}
}
