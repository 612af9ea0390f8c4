package dev.corvid.eval;

import dev.corvid.command.Option;

/// Options that every evaluation has.
final class Limits {
  private static final String LIMIT_HELP = "questions to ask, drawn by --seed over the whole set";

  static final Option<Integer> ALL_QUESTIONS =
      Option.integer("limit", "N", LIMIT_HELP + " (default: all)", 1);

  /// For what takes a model seconds per question.
  static final Option<Integer> FEW_QUESTIONS =
      Option.integer("limit", "N", LIMIT_HELP, 1).withDefault(60);

  private Limits() {}
}
