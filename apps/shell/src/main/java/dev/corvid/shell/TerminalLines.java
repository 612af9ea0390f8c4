package dev.corvid.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/// The lines that somebody types at a terminal, with completion and history. Ctrl-C ends what is at
/// work and leaves if pressed twice; Ctrl-D leaves.
final class TerminalLines implements Lines {
  private static final String PROMPT = "corvid> ";
  private static final String MORE = "      > ";
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;
  private static final long TWICE_NANOS = Duration.ofSeconds(2).toNanos();

  private final Terminal terminal;
  private final LineReader reader;
  private final LineReader asker;
  private final Supplier<String> status;
  private final boolean styled;
  private final Thread worker = Thread.currentThread();
  private volatile boolean isWorking;
  private volatile boolean leaves;
  private volatile long interrupted = System.nanoTime() - TWICE_NANOS;

  /// @param history the file of the lines typed before
  /// @param status the line above the prompt
  /// @param styled whether colours may be shown
  TerminalLines(Path history, Completer completer, Supplier<String> status, boolean styled) {
    this.status = status;
    this.styled = styled;
    try {
      Files.createDirectories(history.toAbsolutePath().getParent());
      this.terminal = TerminalBuilder.builder().system(true).dumb(true).build();
      if (terminal.getWidth() <= 0) {
        // Whoever made the terminal gave it no size; without one nothing is shown.
        terminal.setSize(new Size(COLUMNS, ROWS));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("corvid")
            .parser(new LineParser())
            .completer(completer)
            .history(new DiscreetHistory())
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .build();
    this.asker = LineReaderBuilder.builder().terminal(terminal).parser(new LineParser()).build();
    terminal.handle(Terminal.Signal.INT, signal -> interrupt());
  }

  private void interrupt() {
    leaves |= isTwice();
    if (isWorking) {
      worker.interrupt();
    }
  }

  private boolean isTwice() {
    long now = System.nanoTime();
    boolean twice = now - interrupted < TWICE_NANOS;
    interrupted = now;
    return twice;
  }

  @Override
  public String readInput() {
    isWorking = false;
    // What came too late for the work that it was to end.
    boolean unused = Thread.interrupted();
    if (leaves) {
      throw new EndOfFileException();
    }
    terminal.writer().println(faint(status.get()));
    try {
      String line = reader.readLine(PROMPT);
      isWorking = true;
      return line.replace("\\\n", "\n");
    } catch (UserInterruptException e) {
      if (isTwice()) {
        throw new EndOfFileException();
      }
      terminal.writer().println(faint("Ctrl-C again or Ctrl-D leaves."));
      return "";
    }
  }

  private String faint(String text) {
    return styled
        ? new AttributedStringBuilder()
            .style(AttributedStyle.DEFAULT.faint())
            .append(text)
            .toAnsi(terminal)
        : text;
  }

  @Override
  public Optional<String> line(String question, String draft) {
    try {
      int end = question.lastIndexOf('\n') + 1;
      terminal.writer().print(question.substring(0, end));
      String line = asker.readLine(question.substring(end), null, (Character) null, drafted(draft));
      return Optional.of(line);
    } catch (EndOfFileException e) {
      return Optional.empty();
    } catch (UserInterruptException e) {
      throw new CancellationException("interrupted");
    }
  }

  private static @Nullable String drafted(String draft) {
    return draft.isEmpty() ? null : draft;
  }

  @Override
  public int columns() {
    return terminal.getWidth();
  }

  @Override
  public void close() {
    try {
      reader.getHistory().save();
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
