package dev.corvid.command;

import dev.corvid.inference.catalog.PullListener;
import java.time.Duration;

/// A download's notes and its line of the terminal.
final class PullProgress implements PullListener, AutoCloseable {
  private final Console console;
  private final dev.corvid.command.Progress line;

  PullProgress(Console console, String model) {
    this.console = console;
    this.line = console.progress("Download " + model);
  }

  @Override
  public void notice(String message) {
    console.note(message);
  }

  @Override
  public void progress(Progress progress) {
    String left = progress.left().map(PullProgress::clock).map(t -> ", " + t + " left").orElse("");
    line.update(
        progress.done(),
        progress.total(),
        "%s of %s, %s/s%s"
            .formatted(
                Console.bytes(progress.done()),
                Console.bytes(progress.total()),
                Console.bytes((long) progress.bytesPerSecond()),
                left));
  }

  private static String clock(Duration left) {
    return "%d:%02d".formatted(left.toMinutes(), left.toSecondsPart());
  }

  @Override
  public void close() {
    line.close();
  }
}
