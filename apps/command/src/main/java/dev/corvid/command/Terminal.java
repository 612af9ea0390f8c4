package dev.corvid.command;

import java.util.List;

/// What the launcher and the environment say about the terminal. The launcher tests stdout and
/// stderr and stdin apart (`-Dcorvid.terminal=out,err,in`), which the JVM's own console cannot.
final class Terminal {
  private Terminal() {}

  static Console.Mode mode(List<String> line) {
    String terminal = System.getProperty("corvid.terminal", "");
    boolean colours = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    return new Console.Mode(
        has(line, GlobalOptions.JSON),
        has(line, GlobalOptions.QUIET),
        has(line, GlobalOptions.VERBOSE),
        colours && terminal.contains("out"),
        colours && terminal.contains("err"),
        terminal.contains("err") && terminal.contains("in"),
        columns());
  }

  /// Looks before parsing, since a line that cannot be parsed is reported in the same form.
  private static boolean has(List<String> line, Option<Boolean> flag) {
    int end = line.indexOf("--");
    List<String> options = end < 0 ? line : line.subList(0, end);
    return options.contains("--" + flag.name())
        || !flag.letter().isEmpty() && options.contains("-" + flag.letter());
  }

  private static int columns() {
    int columns = Integer.getInteger("corvid.columns", 0);
    return columns > 0 ? columns : 100;
  }
}
