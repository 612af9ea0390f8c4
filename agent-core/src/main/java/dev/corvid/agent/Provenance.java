package dev.corvid.agent;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Where the values of a call may come from: the task, which is the user's, and what was read
/// since, which is not. Belongs to the run's thread.
final class Provenance {
  /// The source that stands for all documents.
  static final String DOCUMENTS = "documents";

  private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+(?:\\.\\d+)?");

  private final String task;
  private final Set<BigDecimal> taskNumbers = new HashSet<>();
  private final Map<String, StringBuilder> read = new HashMap<>();
  private final Set<String> typed = new HashSet<>();

  Provenance(String task) {
    this.task = words(task);
    NUMBERS.matcher(task).results().forEach(match -> taskNumbers.add(number(match.group())));
  }

  /// Something was read that somebody else wrote.
  void add(String source, String text, Set<String> typedValues) {
    read.computeIfAbsent(source, key -> new StringBuilder()).append(words(text));
    typed.addAll(typedValues);
  }

  /// Whether anything was read that somebody else wrote.
  boolean isTainted() {
    return !read.isEmpty();
  }

  /// What was read from elsewhere than a tool's own origin.
  Set<String> foreign(String origin) {
    Set<String> sources = new LinkedHashSet<>(read.keySet());
    sources.remove(origin);
    return sources;
  }

  /// Whether all values are the task's own words and numbers, or typed fields of results.
  ///
  /// @param declared the names of fields that the tool's schema knows
  boolean isFromTaskOrTyped(JsonNode arguments, Set<String> declared) {
    return leaves(arguments, declared)
        .allMatch(leaf -> isFromTask(leaf) || typed.contains(leaf.asString("")));
  }

  /// Whether all values are the task's, or were read from the origin itself.
  boolean isFromTaskOr(String origin, JsonNode arguments, Set<String> declared) {
    String own = read.getOrDefault(origin, new StringBuilder()).toString();
    return leaves(arguments, declared)
        .allMatch(leaf -> isFromTask(leaf) || own.contains(words(leaf.asString(""))));
  }

  private boolean isFromTask(JsonNode leaf) {
    if (leaf.isNumber()) {
      return taskNumbers.contains(number(leaf.asString("")));
    }
    String text = leaf.asString("");
    String words = words(text);
    return words.isBlank() ? text.isBlank() : leaf.isString() && task.contains(words);
  }

  /// All values, and the names that the schema does not know: a name carries text as well as a
  /// value does.
  private static Stream<JsonNode> leaves(JsonNode node, Set<String> declared) {
    if (node.isNull()) {
      return Stream.empty();
    }
    if (!node.isContainer()) {
      return Stream.of(node);
    }
    Stream<JsonNode> names =
        node.propertyNames().stream()
            .filter(name -> !declared.contains(name))
            .map(StringNode::valueOf);
    return Stream.concat(names, node.valueStream().flatMap(child -> leaves(child, declared)));
  }

  /// The text's words in lower case, each between spaces, so that one text holds another only at
  /// the borders of words.
  private static String words(String text) {
    return " " + WORDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip() + " ";
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text).stripTrailingZeros();
  }
}
