package dev.corvid.shell;

import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.GlobalOptions;
import dev.corvid.command.Option;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What a word of a line may become: names of commands, options and their values, files, models,
/// tools.
///
/// @param commands those of the session
/// @param models the names of models
/// @param tools the names of tools
record Completions(
    List<Command> commands, Supplier<List<String>> models, Supplier<List<String>> tools) {
  private static final int MOST_FILES = 200;

  /// @param text what stands there in the end
  /// @param about what it is, in a few words, or nothing
  /// @param isWhole whether the next word may follow
  record Completion(String text, String about, boolean isWhole) {
    private Completion(String text) {
      this(text, "", true);
    }
  }

  /// @param words the line so far, the last word being written
  List<Completion> of(Words words) {
    List<String> before = words.before();
    String current = words.current();
    Optional<Command> command = command(before);
    if (command.isEmpty()) {
      return starting(names(before), current);
    }
    if (current.startsWith("-")) {
      return starting(options(command.get()), current);
    }
    Optional<Option<?>> option = option(command.get(), before);
    String kind =
        option
            .map(Option::placeholder)
            .orElseGet(() -> argument(command.get(), before).map(Argument::name).orElse(""));
    return values(command.get(), kind, current);
  }

  private Optional<Command> command(List<String> before) {
    return Stream.of(2, 1)
        .filter(count -> count <= before.size())
        .map(count -> String.join(" ", before.subList(0, count)))
        .flatMap(name -> commands.stream().filter(one -> one.name().equals(name)))
        .findFirst();
  }

  private List<Completion> names(List<String> before) {
    String prefix = before.isEmpty() ? "" : String.join(" ", before) + " ";
    List<Completion> names = new ArrayList<>();
    for (Command command : commands) {
      if (command.name().startsWith(prefix)) {
        String word = command.name().substring(prefix.length()).split(" ", 2)[0];
        boolean last = command.name().equals(prefix + word);
        if (names.stream().noneMatch(name -> name.text().equals(word))) {
          names.add(new Completion(word, last ? command.summary() : "…", true));
        }
      }
    }
    return names;
  }

  private static List<Completion> options(Command command) {
    return known(command)
        .map(option -> new Completion("--" + option.name(), option.description(), true))
        .toList();
  }

  private static Stream<Option<?>> known(Command command) {
    return Stream.concat(command.options().stream(), GlobalOptions.ALL.stream());
  }

  /// The option whose value the current word is.
  private static Optional<Option<?>> option(Command command, List<String> before) {
    String last = before.getLast();
    return known(command)
        .filter(option -> !option.placeholder().isEmpty())
        .filter(option -> last.equals("--" + option.name()) || isLetter(option, last))
        .findFirst();
  }

  private static boolean isLetter(Option<?> option, String word) {
    return !option.letter().isEmpty() && word.equals("-" + option.letter());
  }

  private static Optional<Argument> argument(Command command, List<String> before) {
    long given = -command.name().split(" ").length;
    for (int i = 0; i < before.size(); i++) {
      boolean value = i > 0 && option(command, before.subList(0, i)).isPresent();
      given += value || before.get(i).startsWith("-") ? 0 : 1;
    }
    List<Argument> declared = command.arguments();
    if (declared.isEmpty()) {
      return Optional.empty();
    }
    int at = (int) Math.min(Math.max(0, given), declared.size() - 1);
    return given < declared.size() || declared.getLast().repeatable()
        ? Optional.of(declared.get(at))
        : Optional.empty();
  }

  private List<Completion> values(Command command, String kind, String current) {
    String name = kind.toUpperCase(Locale.ROOT);
    if (command.name().startsWith("model ") || kind.startsWith("NAME|FILE.gguf")) {
      return Stream.concat(
              starting(models.get().stream().map(Completion::new).toList(), current).stream(),
              kind.contains("FILE") ? files(current).stream() : Stream.empty())
          .toList();
    }
    if (command.name().equals("tools call") && name.equals("NAME")) {
      return starting(tools.get().stream().map(Completion::new).toList(), current);
    }
    if (name.contains("PATH") || name.contains("FILE") || name.contains("DIR")) {
      return files(current);
    }
    return kind.contains("|") && kind.equals(kind.toLowerCase(Locale.ROOT))
        ? starting(Stream.of(kind.split("\\|")).map(Completion::new).toList(), current)
        : List.of();
  }

  private static List<Completion> starting(List<Completion> all, String current) {
    return all.stream().filter(one -> one.text().startsWith(current)).toList();
  }

  /// The files that a path may become; a folder is only the beginning of one.
  private static List<Completion> files(String current) {
    int end = Math.max(current.lastIndexOf('/'), current.lastIndexOf(File.separatorChar)) + 1;
    String folder = current.substring(0, end);
    String prefix = current.substring(end);
    try (Stream<Path> files = Files.list(folder.isEmpty() ? Path.of("") : Path.of(folder))) {
      return files
          .filter(file -> isShown(file.getFileName().toString(), prefix))
          .limit(MOST_FILES)
          .sorted()
          .map(file -> completion(folder, file))
          .toList();
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      return List.of();
    }
  }

  private static boolean isShown(String name, String prefix) {
    return name.startsWith(prefix) && (!name.startsWith(".") || prefix.startsWith("."));
  }

  private static Completion completion(String folder, Path file) {
    String name = folder + file.getFileName();
    return Files.isDirectory(file) ? new Completion(name + "/", "", false) : new Completion(name);
  }
}
