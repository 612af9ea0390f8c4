package dev.corvid.command;

import java.util.List;

/// One command of a program: its definition, from which help and parsing follow, and what it does.
/// Commands hold no state between runs.
public interface Command {
  /// What is typed: one word (`ask`) or two (`model pull`).
  String name();

  /// What it does, in one line without a full stop.
  String summary();

  /// The options beside [GlobalOptions#ALL].
  default List<Option<?>> options() {
    return List.of();
  }

  /// The positional arguments in order. Only the last may repeat or be absent.
  default List<Argument> arguments() {
    return List.of();
  }

  /// Complete command lines to show in the help, without the program's name.
  default List<String> examples() {
    return List.of();
  }

  /// Do the work. Notes, progress and streamed text go to the console while it runs, the result is
  /// returned.
  ///
  /// @throws dev.corvid.agent.CorvidException for every failure a user can cause or mend
  Result run(Invocation invocation, Console console);
}
