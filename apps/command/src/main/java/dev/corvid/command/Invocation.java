package dev.corvid.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was typed after a command's name, parsed and typed.
public final class Invocation {
  private final Map<Option<?>, List<Object>> options;
  private final List<String> arguments;
  private final Held held;

  Invocation(Map<Option<?>, List<Object>> options, List<String> arguments) {
    this(options, arguments, Held.NOTHING);
  }

  private Invocation(Map<Option<?>, List<Object>> options, List<String> arguments, Held held) {
    this.options = Map.copyOf(options);
    this.arguments = List.copyOf(arguments);
    this.held = held;
  }

  /// The same where some of what it needs is open already.
  public Invocation with(Held value) {
    return new Invocation(options, arguments, value);
  }

  /// What is open already.
  Held held() {
    return held;
  }

  /// The option's value, its last one if it repeats, or its default.
  public <T> Optional<T> value(Option<T> option) {
    List<T> given = given(option);
    return given.isEmpty() ? option.fallback() : Optional.of(given.getLast());
  }

  /// The value of an option that has a default.
  ///
  /// @throws IllegalArgumentException if it has none and was not given
  public <T> T get(Option<T> option) {
    return value(option)
        .orElseThrow(
            () -> new IllegalArgumentException("--" + option.name() + " has neither value"));
  }

  /// The value of an option that must be given.
  ///
  /// @throws UsageException if it was not
  public <T> T require(Option<T> option) {
    return value(option)
        .orElseThrow(
            () ->
                new UsageException(
                    "--" + option.name() + " is missing.",
                    "Add --%s %s: %s."
                        .formatted(option.name(), option.placeholder(), option.description())));
  }

  /// All values given for a repeatable option, in order.
  public <T> List<T> values(Option<T> option) {
    return given(option);
  }

  public boolean isSet(Option<Boolean> flag) {
    return get(flag);
  }

  /// The positional arguments, as many as the command declares.
  public List<String> arguments() {
    return arguments;
  }

  /// The only or first positional argument; the command must declare it required.
  public String argument() {
    return arguments.getFirst();
  }

  // The parser read each value with the option's own reader.
  @SuppressWarnings("unchecked")
  private <T> List<T> given(Option<T> option) {
    return (List<T>) options.getOrDefault(option, List.of());
  }
}
