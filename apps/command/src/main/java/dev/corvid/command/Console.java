package dev.corvid.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a command writes: results to stdout, everything else to stderr. Thread-safe: progress is
/// reported from many threads and shares one line of the terminal.
public final class Console {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final Mode mode;
  private final Input input;
  private boolean statusShown;
  private boolean midLine;
  private final StringBuilder streamed = new StringBuilder();

  /// How to write.
  ///
  /// @param json stdout carries one JSON object and nothing else
  /// @param quiet stderr carries errors only
  /// @param verbose stderr carries details too
  /// @param styledOut stdout is a terminal that shows colours
  /// @param styledErr stderr is a terminal that shows colours and progress
  /// @param answers somebody sits at the terminal and can be asked
  /// @param columns the terminal's width
  public record Mode(
      boolean json,
      boolean quiet,
      boolean verbose,
      boolean styledOut,
      boolean styledErr,
      boolean answers,
      int columns) {
    public static final Mode PLAIN = new Mode(false, false, false, false, false, false, 100);

    /// As a command line, the terminal and the environment want it.
    public static Mode of(List<String> line) {
      return Terminal.mode(line);
    }

    public Mode withColumns(int value) {
      return new Mode(json, quiet, verbose, styledOut, styledErr, answers, value);
    }
  }

  /// Where somebody types what a command asks for.
  @FunctionalInterface
  public interface Input {
    /// The next line, without its end; empty if nobody is there any more.
    ///
    /// @param question what is asked, to be shown before it
    /// @param draft what it may begin with, to be changed; not shown where lines cannot be edited
    Optional<String> line(String question, String draft);
  }

  /// @param err not used if both are one terminal: two streams to it could overtake each other
  public Console(PrintStream out, PrintStream err, Mode mode) {
    this.out = out;
    this.err = mode.styledOut() && mode.styledErr() ? out : err;
    this.mode = mode;
    this.input = this::readLine;
  }

  public Console(PrintStream out, PrintStream err, Mode mode, Input input) {
    this.out = out;
    this.err = mode.styledOut() && mode.styledErr() ? out : err;
    this.mode = mode;
    this.input = input;
  }

  public Mode mode() {
    return mode;
  }

  /// The same streams, written to and read from in another way.
  public Console with(Mode otherMode, Input otherInput) {
    return new Console(out, err, otherMode, otherInput);
  }

  /// Write a piece of the result while it is made; nothing under `--json`.
  public synchronized void stream(String piece) {
    if (mode.json() || piece.isEmpty()) {
      return;
    }
    clearStatus();
    out.print(piece);
    out.flush();
    streamed.append(piece);
    midLine = !piece.endsWith("\n");
  }

  /// Take back what was streamed to the terminal, to print it better. Only where [Mode#styledOut].
  public synchronized void retractStreamed() {
    if (mode.styledOut() && !streamed.isEmpty()) {
      int rows = 0;
      for (String line : streamed.toString().split("\n", -1)) {
        rows += Math.max(0, Columns.of(line) - 1) / mode.columns() + 1;
      }
      out.print(CLEAR_LINE + (rows > 1 ? "\u001b[" + (rows - 1) + "A" : "") + "\u001b[J");
      out.flush();
      streamed.setLength(0);
      midLine = false;
    }
  }

  /// Say something that is not the result, on a line of its own.
  public synchronized void note(String text) {
    if (!mode.quiet()) {
      line(dim(text));
    }
  }

  /// Ask somebody at the terminal and read a line; empty if nobody is there, or stdin ends.
  public Optional<String> ask(String question) {
    return ask(question, "");
  }

  /// The same with a draft of the answer.
  public Optional<String> ask(String question, String draft) {
    if (!mode.answers()) {
      return Optional.empty();
    }
    synchronized (this) {
      clearStatus();
      endLine();
    }
    return input.line(question + " ", draft);
  }

  private Optional<String> readLine(String question, String draft) {
    err.print(question);
    err.flush();
    return Optional.ofNullable(readLine());
  }

  private static @Nullable String readLine() {
    StringBuilder line = new StringBuilder();
    try {
      int c = System.in.read();
      if (c < 0) {
        return null;
      }
      while (c >= 0 && c != '\n') {
        line.append((char) c);
        c = System.in.read();
      }
    } catch (IOException e) {
      return null;
    }
    return line.toString().strip();
  }

  /// Say something only `-v` wants to know.
  public synchronized void detail(String text) {
    if (mode.verbose()) {
      line(dim(text));
    }
  }

  /// Show how far something is that takes longer than a second. Nothing is shown where stderr is no
  /// terminal.
  public Progress progress(String label) {
    return new Progress(this, label, System.nanoTime());
  }

  /// Emphasise a piece of the result, where stdout shows colours.
  public String bold(String text) {
    return mode.styledOut() ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /// A piece of the result that leads to a place, where stdout shows it.
  public String link(String uri, String text) {
    return mode.styledOut() ? "\u001b]8;;" + uri + "\u001b\\" + text + "\u001b]8;;\u001b\\" : text;
  }

  /// Clear the terminal, where stdout is one.
  public synchronized void clear() {
    if (mode.styledOut()) {
      out.print("\u001b[H\u001b[2J\u001b[3J");
      out.flush();
      midLine = false;
    }
  }

  /// Set back a piece of the result, where stdout shows colours.
  public String faint(String text) {
    return mode.styledOut() ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  synchronized void result(Result result) {
    clearStatus();
    if (mode.json()) {
      out.println(Json.write(result.json()));
    } else if (!result.text().isEmpty()) {
      endLine();
      out.print(result.text().endsWith("\n") ? result.text() : result.text() + "\n");
    } else {
      endLine();
    }
    out.flush();
  }

  synchronized void error(String code, String message, String remedy) {
    clearStatus();
    if (mode.json()) {
      out.println(
          Json.write(
              Json.object(
                  "error", Json.object("code", code, "message", message, "remedy", remedy))));
      out.flush();
      return;
    }
    endLine();
    String label = mode.styledErr() ? "\u001b[31mcorvid:\u001b[0m " : "corvid: ";
    err.println(label + message + (remedy.isEmpty() ? "" : "\n        " + remedy));
    err.flush();
  }

  synchronized void trace(Throwable failure) {
    if (mode.verbose()) {
      failure.printStackTrace(err);
      err.flush();
    }
  }

  synchronized void status(String text) {
    if (!showsProgress() || midLine) {
      return;
    }
    int width = Math.max(20, mode.columns() - 1);
    err.print(CLEAR_LINE + Columns.cut(text, width));
    err.flush();
    statusShown = true;
  }

  synchronized void clearStatus() {
    if (statusShown) {
      err.print(CLEAR_LINE);
      err.flush();
      statusShown = false;
    }
  }

  boolean showsProgress() {
    return mode.styledErr() && !mode.quiet();
  }

  private void line(String text) {
    clearStatus();
    endLine();
    err.println(text);
    err.flush();
  }

  private void endLine() {
    if (midLine) {
      out.println();
      out.flush();
      midLine = false;
    }
  }

  private String dim(String text) {
    return mode.styledErr() ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  /// A byte count for people, in decimal units.
  public static String bytes(long count) {
    if (count < 1_000_000) {
      return "%.1f kB".formatted(count / 1e3);
    }
    return count < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", count / 1e9);
  }
}
