package dev.corvid.command;

import java.util.Map;
import java.util.Objects;

/// What a command made, in both forms; the console prints one of them on stdout.
///
/// @param json what `--json` prints, as [Json#object] builds it
/// @param text what is printed otherwise, after whatever was streamed; may be empty
/// @param exitCode one of [ExitCode]
public record Result(Map<String, ?> json, String text, int exitCode) {
  /// Nothing to be printed.
  public static final Result NOTHING = new Result(Map.of(), "");

  public Result {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(text, "text");
  }

  public Result(Map<String, ?> json, String text) {
    this(json, text, ExitCode.DONE);
  }
}
