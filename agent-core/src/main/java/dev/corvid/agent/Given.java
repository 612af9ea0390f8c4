package dev.corvid.agent;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
