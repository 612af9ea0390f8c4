package dev.corvid.agent;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a request says about the parameters of a tool. A small model that is told to leave out what
/// nobody mentions leaves out too much, and then looks through a list for what a filter would have
/// found. So where the request names a value that a parameter takes, or a switch, the call has it.
final class Mentioned {
  private static final Pattern SEAM = Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|_");

  private final Set<String> stems;

  Mentioned(String request) {
    this.stems = Word.stems(request);
  }

  /// The tool with the parameters required that the request mentions, its effect and name the same.
  ToolSpec narrow(ToolSpec tool) {
    if (!(ToolText.parameters(tool) instanceof ObjectNode schema)
        || !(schema.path("properties") instanceof ObjectNode properties)) {
      return tool;
    }
    Set<String> required = ToolText.required(schema);
    boolean narrowed = false;
    for (Map.Entry<String, JsonNode> parameter : properties.properties()) {
      if (!required.contains(parameter.getKey())
          && isMentioned(parameter.getKey(), parameter.getValue())) {
        schema.withArray("required").add(parameter.getKey());
        narrowed = true;
      }
    }
    return narrowed ? tool.withParameters(schema.toString()) : tool;
  }

  /// Whether the request names one value of a list, and narrows the list to it, or a switch.
  private boolean isMentioned(String name, JsonNode parameter) {
    List<JsonNode> values =
        parameter.path("enum").valueStream().filter(value -> says(value.asString(""))).toList();
    if (values.size() == 1 && parameter instanceof ObjectNode narrowed) {
      narrowed.putArray("enum").add(values.getFirst());
      return true;
    }
    return parameter.path("type").asString("").equals("boolean") && says(name);
  }

  /// Whether the request has all words of a name that tell something.
  private boolean says(String name) {
    List<Word> words =
        Word.of(SEAM.matcher(name).replaceAll(" ")).stream().filter(Word::tells).toList();
    return !words.isEmpty() && words.stream().allMatch(word -> stems.contains(word.stem()));
  }
}
