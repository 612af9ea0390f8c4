package dev.corvid.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a command line the way GNU programs do: options anywhere, `--name value` and
/// `--name=value`, `-x value`, `--` before arguments that begin with a dash. A value may begin with
/// a dash itself.
final class Arguments {
  private final List<Command> commands;
  private final Map<Option<?>, List<Object>> options = new HashMap<>();
  private final List<String> positional = new ArrayList<>();
  private @Nullable Command command;

  private Arguments(List<Command> commands) {
    this.commands = commands;
  }

  /// A parsed command line; without a command only global options were given.
  record Parsed(Optional<Command> command, Invocation invocation, List<String> words) {}

  /// @throws UsageException if the line does not fit any command's definition
  static Parsed parse(List<Command> commands, List<String> line) {
    Arguments arguments = new Arguments(commands);
    arguments.read(line);
    return new Parsed(
        Optional.ofNullable(arguments.command),
        new Invocation(arguments.options, arguments.positional),
        List.copyOf(arguments.positional));
  }

  /// Check the number of positional arguments: not done while parsing, since `--help` needs none.
  static void checkCount(Command command, List<String> given) {
    List<Argument> declared = command.arguments();
    long required = declared.stream().filter(Argument::required).count();
    if (given.size() < required) {
      Argument missing = declared.get(given.size());
      throw new UsageException(
          "%s is missing: %s.".formatted(missing.name(), missing.description()), usage(command));
    }
    boolean open = !declared.isEmpty() && declared.getLast().repeatable();
    if (!open && given.size() > declared.size()) {
      throw new UsageException(
          "%s takes %s, got also '%s'."
              .formatted(
                  command.name(),
                  declared.isEmpty() ? "no arguments" : count(declared.size()),
                  given.get(declared.size())),
          declared.isEmpty()
              ? usage(command)
              : "Put '%s' in quotation marks if it has several words."
                  .formatted(declared.getLast().name()));
    }
  }

  private static String count(int arguments) {
    return arguments == 1 ? "one argument" : arguments + " arguments";
  }

  private static String usage(Command command) {
    return "Usage: " + Help.usage(command);
  }

  private void read(List<String> line) {
    boolean optionsEnded = false;
    for (int i = 0; i < line.size(); i++) {
      String word = line.get(i);
      if (optionsEnded || !word.startsWith("-") || word.equals("-")) {
        i += readWord(line, i);
      } else if (word.equals("--")) {
        optionsEnded = true;
      } else {
        i += readOption(word, line.subList(i + 1, line.size()));
      }
    }
  }

  /// Take a command's name or an argument; returns how many further words it used.
  private int readWord(List<String> line, int at) {
    String word = line.get(at);
    if (command != null || !positional.isEmpty()) {
      positional.add(word);
      return 0;
    }
    if (at + 1 < line.size()) {
      Optional<Command> two = named(word + " " + line.get(at + 1));
      if (two.isPresent()) {
        command = two.get();
        return 1;
      }
    }
    Optional<Command> one = named(word);
    if (one.isPresent()) {
      command = one.get();
    } else {
      positional.add(word);
    }
    return 0;
  }

  private Optional<Command> named(String name) {
    return commands.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /// Take an option; returns how many further words it used.
  private int readOption(String word, List<String> rest) {
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    String name = equals < 0 ? word : word.substring(0, equals);
    Option<?> option = find(name);
    if (option.isFlag()) {
      if (equals >= 0) {
        throw new UsageException(name + " takes no value.", "Write " + name + " alone.");
      }
      options.put(option, List.of(true));
      return 0;
    }
    if (equals < 0 && rest.isEmpty()) {
      throw new UsageException(
          name + " needs a value.", "Write " + name + " " + option.placeholder() + ".");
    }
    add(option, name, equals < 0 ? rest.getFirst() : word.substring(equals + 1));
    return equals < 0 ? 1 : 0;
  }

  private void add(Option<?> option, String name, String text) {
    List<Object> values = options.computeIfAbsent(option, o -> new ArrayList<>());
    if (!values.isEmpty() && !option.repeatable()) {
      throw new UsageException("--" + option.name() + " is given twice.", "Give it once.");
    }
    try {
      values.add(option.reader().apply(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "%s %s, got '%s'.".formatted(name, e.getMessage(), text), "Change the value.");
    }
  }

  private Option<?> find(String name) {
    List<Option<?>> known = known();
    for (Option<?> option : known) {
      if (name.equals("--" + option.name())
          || !option.letter().isEmpty() && name.equals("-" + option.letter())) {
        return option;
      }
    }
    throw new UsageException(
        "Unknown option " + name + (command == null ? "." : " of " + command.name() + "."),
        Nearest.of(name, known.stream().map(o -> "--" + o.name()).toList())
            .map(near -> "Did you mean " + near + "?")
            .orElse("See " + Help.reference(command)));
  }

  /// A command's own options come first: its `-t` hides a global one.
  private List<Option<?>> known() {
    List<Option<?>> known = new ArrayList<>();
    if (command != null) {
      known.addAll(command.options());
    }
    known.addAll(GlobalOptions.ALL);
    return known;
  }
}
