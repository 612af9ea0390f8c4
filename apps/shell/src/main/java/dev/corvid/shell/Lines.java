package dev.corvid.shell;

import dev.corvid.command.Console;
import java.util.Optional;
import org.springframework.shell.core.InputProvider;

/// Where the lines of a session come from, and the answers to what it asks.
interface Lines extends InputProvider, Console.Input, AutoCloseable {
  /// The next line; an exception if there is none.
  @Override
  String readInput();

  /// Nobody is there to be asked.
  @Override
  default Optional<String> line(String question, String draft) {
    return Optional.empty();
  }

  /// How wide the terminal is.
  int columns();

  @Override
  void close();
}
