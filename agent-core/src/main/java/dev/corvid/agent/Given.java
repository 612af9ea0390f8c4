package dev.corvid.agent;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What was given by anybody: by the user's request or by a result. A small model that does not
/// know the id of a thing makes one up, and a call with it reaches some other thing. So a value
/// that names a thing has to be given. Belongs to the run's thread.
final class Given {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern SEAM = Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})");

  /// The last words of parameters that name a thing.
  private static final Set<String> NAMING =
      Set.of("id", "ids", "uuid", "guid", "key", "code", "slug", "sku", "serial", "number", "no");

  private final StringBuilder words = new StringBuilder(" ");

  void add(String text) {
    words.append(stems(text));
  }

  /// The stems of the words, each with a space behind it.
  private static String stems(String text) {
    StringBuilder stems = new StringBuilder();
    for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))) {
      if (!word.isEmpty()) {
        stems.append(Stems.of(word)).append(' ');
      }
    }
    return stems.toString();
  }

  /// The first argument that names a thing and that nobody gave.
  Optional<String> madeUp(ToolSpec tool, String arguments) {
    JsonNode properties = ToolText.parameters(tool).path("properties");
    return JsonMapper.shared().readTree(arguments).properties().stream()
        .filter(field -> names(field.getKey()))
        .filter(field -> properties.path(field.getKey()).path("enum").isEmpty())
        .filter(field -> !holds(field.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// The call without the optional arguments that nobody gave: a small model fills in all there is
  /// room for. A value counts as given if one of its words is, or all of it where it names a thing.
  /// What is chosen from a list, what has parts, and which thing is changed is left to the model.
  CallDraft withoutInvented(ToolSpec tool, CallDraft draft) {
    JsonNode schema = ToolText.parameters(tool);
    Set<String> required = ToolText.required(schema);
    ObjectNode kept = JsonMapper.shared().createObjectNode();
    JsonMapper.shared().readTree(draft.arguments()).properties().stream()
        .filter(
            field ->
                required.contains(field.getKey())
                    || !isOpen(schema.path("properties").path(field.getKey()))
                    || tool.effect() == Effect.WRITE && names(field.getKey())
                    || isGiven(field.getKey(), field.getValue()))
        .forEach(field -> kept.set(field.getKey(), field.getValue()));
    return new CallDraft(draft.tool(), kept.toString());
  }

  /// Whether a parameter is known and takes more than a few values.
  private static boolean isOpen(JsonNode parameter) {
    return parameter.isObject() && parameter.path("enum").isEmpty();
  }

  private boolean isGiven(String parameter, JsonNode value) {
    if (!value.isString() && !value.isNumber()) {
      return true;
    }
    return names(parameter)
        ? holds(value)
        : BETWEEN_WORDS
            .splitAsStream(stems(value.asString("")))
            .anyMatch(stem -> words.indexOf(" " + stem + " ") >= 0);
  }

  private static boolean names(String parameter) {
    String[] parts = BETWEEN_WORDS.split(SEAM.matcher(parameter).replaceAll(" "));
    return parts.length > 0 && NAMING.contains(parts[parts.length - 1].toLowerCase(Locale.ROOT));
  }

  private boolean holds(JsonNode value) {
    if (value.isContainer()) {
      return value.valueStream().allMatch(this::holds);
    }
    return words.indexOf(" " + stems(value.asString(""))) >= 0;
  }
}
