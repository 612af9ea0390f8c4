package dev.corvid.agent;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What tools and their parameters speak of, as stems of words: `visitId` of a visit, `listPets` of
/// pets, and a `serial` of what the tools speak of that take nothing but one.
final class Kinds {
  /// Words of a tool's name that do not say what it is about.
  private static final Set<String> VERBS =
      Word.stems(
          "add all by cancel change create delete fetch find for get id list look lookup of patch "
              + "post put query read register remove search set show update");

  private final List<ToolSpec> tools;

  Kinds(Collection<ToolSpec> tools) {
    this.tools = List.copyOf(tools);
  }

  /// What a tool or field speaks of: the stems of the words in its name.
  static Set<String> of(String name) {
    return Arrays.stream(ParameterName.words(name))
        .map(Stems::of)
        .filter(stem -> !VERBS.contains(stem))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What a parameter of a tool may name; nothing if it names nothing.
  Set<String> of(ToolSpec tool, String parameter) {
    ParameterName name = ParameterName.of(parameter);
    if (!name.names()) {
      return Set.of();
    }
    if (!name.kind().isEmpty()) {
      return Set.of(name.kind());
    }
    Set<String> own = of(tool.name());
    if (isAbout(tool, parameter) && tools.stream().anyMatch(read -> tells(read, own))) {
      return own;
    }
    Set<String> others =
        tools.stream()
            .filter(other -> isAbout(other, parameter))
            .flatMap(other -> of(other.name()).stream())
            .collect(Collectors.toUnmodifiableSet());
    return others.isEmpty() ? own : others;
  }

  /// Whether the thing that a parameter names is all that a tool has to be told of.
  private static boolean isAbout(ToolSpec tool, String parameter) {
    return ToolText.required(ToolText.parameters(tool)).stream()
        .filter(required -> ParameterName.of(required).names())
        .toList()
        .equals(List.of(parameter));
  }

  /// Whether a tool may say which things of some kinds there are: it reads, speaks of such things
  /// and need not be told which one.
  boolean tells(ToolSpec tool, Set<String> kinds) {
    Predicate<String> wanted = kinds::contains;
    return tool.effect() == Effect.READ
        && of(tool.name()).stream().anyMatch(wanted)
        && ToolText.required(ToolText.parameters(tool)).stream()
            .noneMatch(
                parameter ->
                    ParameterName.of(parameter).names()
                        && (ParameterName.of(parameter).kind().isEmpty()
                            || wanted.test(ParameterName.of(parameter).kind())));
  }
}
