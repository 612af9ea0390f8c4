package dev.corvid.command;

import java.util.List;

/// The options every command takes, before or after its name.
public final class GlobalOptions {
  public static final Option<String> MODEL =
      Option.text(
          "model",
          "NAME|FILE.gguf|URL",
          "the language model: a catalogue name, a file, or an OpenAI-compatible server");
  public static final Option<Integer> THREADS =
      Option.integer("threads", "N", "threads that compute (default: one per core)", 1)
          .withLetter("t");
  public static final Option<Long> SEED =
      Option.longInteger("seed", "N", "seed of everything random").withDefault(0L);
  public static final Option<Boolean> OFFLINE =
      Option.flag("offline", "use no network: fail where a download would be needed");
  public static final Option<Boolean> JSON =
      Option.flag("json", "print exactly one JSON object, also on failure");
  public static final Option<Boolean> QUIET =
      Option.flag("quiet", "no notes and no progress").withLetter("q");
  public static final Option<Boolean> VERBOSE =
      Option.flag("verbose", "logs, and the stack trace of a failure").withLetter("v");
  public static final Option<Boolean> HELP = Option.flag("help", "show help").withLetter("h");

  public static final List<Option<?>> ALL =
      List.of(MODEL, THREADS, SEED, OFFLINE, JSON, QUIET, VERBOSE, HELP);

  private GlobalOptions() {}
}
