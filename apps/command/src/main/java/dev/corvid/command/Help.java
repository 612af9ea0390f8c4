package dev.corvid.command;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Help made from the commands' definitions.
final class Help {
  private static final int NAME_COLUMN = 30;

  private Help() {}

  static Result of(Program program) {
    StringBuilder text = new StringBuilder(program.about()).append("\n\nUsage: corvid COMMAND …\n");
    section(
        text, "Commands", program.commands().stream().map(c -> entry(synopsis(c), c.summary())));
    section(
        text,
        "Other programs",
        program.others().entrySet().stream().map(e -> entry(e.getKey() + " …", e.getValue())));
    section(text, "Global options", GlobalOptions.ALL.stream().map(Help::entry));
    text.append("\nSee 'corvid help COMMAND' for its options and examples.\n");
    return new Result(
        Json.object("commands", program.commands().stream().map(Help::json).toList()),
        text.toString());
  }

  static Result of(Command command) {
    StringBuilder text =
        new StringBuilder(command.summary()).append(".\n\nUsage: ").append(usage(command));
    text.append('\n');
    section(text, "Arguments", command.arguments().stream().map(Help::entry));
    section(text, "Options", command.options().stream().map(Help::entry));
    section(text, "Global options", GlobalOptions.ALL.stream().map(Help::entry));
    section(text, "Examples", command.examples().stream().map(e -> "corvid " + e));
    return new Result(json(command), text.toString());
  }

  static String usage(Command command) {
    return Stream.of(
            Stream.of("corvid", command.name()),
            command.options().isEmpty() ? Stream.<String>empty() : Stream.of("[OPTIONS]"),
            command.arguments().stream().map(Argument::usage))
        .flatMap(s -> s)
        .collect(Collectors.joining(" "));
  }

  static String reference(@Nullable Command command) {
    return command == null ? "'corvid help'." : "'corvid help " + command.name() + "'.";
  }

  private static String synopsis(Command command) {
    return Stream.concat(
            Stream.of(command.name()), command.arguments().stream().map(Argument::usage))
        .collect(Collectors.joining(" "));
  }

  private static void section(StringBuilder text, String title, Stream<String> lines) {
    List<String> all = lines.toList();
    if (!all.isEmpty()) {
      text.append('\n').append(title).append(":\n");
      all.forEach(line -> text.append("  ").append(line).append('\n'));
    }
  }

  private static String entry(Argument argument) {
    return entry(argument.name(), argument.description());
  }

  private static String entry(Option<?> option) {
    String fallback =
        option.isFlag()
            ? ""
            : option.fallback().map(v -> " (default: " + Option.word(v) + ")").orElse("");
    String repeat = option.repeatable() ? ", may repeat" : "";
    return entry(option.usage(), option.description() + repeat + fallback);
  }

  private static String entry(String name, String description) {
    return name.length() < NAME_COLUMN - 1
        ? name + " ".repeat(NAME_COLUMN - name.length()) + description
        : name + "\n" + " ".repeat(NAME_COLUMN + 2) + description;
  }

  private static Map<String, Object> json(Command command) {
    return Json.object(
        "name",
        command.name(),
        "summary",
        command.summary(),
        "usage",
        usage(command),
        "options",
        command.options().stream()
            .map(
                o ->
                    Json.object(
                        "name",
                        o.name(),
                        "value",
                        o.placeholder(),
                        "description",
                        o.description(),
                        "repeatable",
                        o.repeatable()))
            .toList());
  }
}
