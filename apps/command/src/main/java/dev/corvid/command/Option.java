package dev.corvid.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A named option of a [Command], typed by how its value is read.
///
/// @param name the long name without dashes
/// @param letter the short name without its dash, or empty
/// @param placeholder what the help shows for the value; empty for a flag
/// @param description one line for the help
/// @param repeatable whether it may be given more than once
/// @param fallback the value when the option is absent, if there is one
/// @param reader turns the text into the value; an `IllegalArgumentException` carries the rule
public record Option<T>(
    String name,
    String letter,
    String placeholder,
    String description,
    boolean repeatable,
    Optional<T> fallback,
    Function<String, T> reader) {

  public static Option<Boolean> flag(String name, String description) {
    return new Option<>(name, "", "", description, false, Optional.of(false), Boolean::valueOf);
  }

  public static Option<String> text(String name, String placeholder, String description) {
    return of(name, placeholder, description, Function.identity());
  }

  public static Option<Path> path(String name, String placeholder, String description) {
    return of(name, placeholder, description, Option::readPath);
  }

  /// A whole number of at least `minimum`.
  public static Option<Integer> integer(
      String name, String placeholder, String description, int minimum) {
    return of(name, placeholder, description, text -> readInteger(text, minimum));
  }

  public static Option<Long> longInteger(String name, String placeholder, String description) {
    return of(name, placeholder, description, Option::readLong);
  }

  /// A finite decimal number; a command checks its range.
  public static Option<Double> number(String name, String placeholder, String description) {
    return of(name, placeholder, description, Option::readNumber);
  }

  /// One of an enum's constants, typed in lower case.
  public static <E extends Enum<E>> Option<E> choice(
      String name, Class<E> type, String description) {
    return of(name, String.join("|", words(type)), description, text -> readChoice(text, type));
  }

  private static <T> Option<T> of(
      String name, String placeholder, String description, Function<String, T> reader) {
    return new Option<>(name, "", placeholder, description, false, Optional.empty(), reader);
  }

  public Option<T> withLetter(String value) {
    return new Option<>(name, value, placeholder, description, repeatable, fallback, reader);
  }

  public Option<T> withDefault(T value) {
    return new Option<>(
        name, letter, placeholder, description, repeatable, Optional.of(value), reader);
  }

  /// The same option, allowed more than once.
  public Option<T> repeated() {
    return new Option<>(name, letter, placeholder, description, true, fallback, reader);
  }

  boolean isFlag() {
    return placeholder.isEmpty();
  }

  String usage() {
    String shown = isFlag() ? "--" + name : "--" + name + " " + placeholder;
    return letter.isEmpty() ? shown : "-" + letter + ", " + shown;
  }

  private static Path readPath(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("must not be empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path: " + e.getReason(), e);
    }
  }

  private static int readInteger(String text, int minimum) {
    try {
      int value = Integer.parseInt(text);
      if (value >= minimum) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with the range.
    }
    throw new IllegalArgumentException("must be a whole number >= " + minimum);
  }

  private static long readLong(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a whole number", e);
    }
  }

  private static double readNumber(String text) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("must be a number");
  }

  private static <E extends Enum<E>> E readChoice(String text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("must be one of " + String.join(", ", words(type)));
  }

  private static <E extends Enum<E>> List<String> words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Option::word).toList();
  }

  /// How a constant is typed and shown.
  static String word(Object constant) {
    return constant instanceof Enum<?> e
        ? e.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : constant.toString();
  }
}
