package dev.corvid.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tools as a model reads them: a line for the tool and one for each parameter with its type. That
/// is half the tokens of their JSON Schema, and the constraint enforces the rest.
final class ToolText {
  /// Types nested deeper are named by their outermost word only.
  private static final int DEPTH = 3;

  private static final int SUMMARY = 100;

  private ToolText() {}

  static String of(List<ToolSpec> tools) {
    StringJoiner text = new StringJoiner("\n");
    for (ToolSpec tool : tools) {
      text.add((tool.name() + ": " + line(tool.description())).strip());
      JsonNode schema = parameters(tool);
      Set<String> required = required(schema);
      for (Map.Entry<String, JsonNode> parameter : schema.path("properties").properties()) {
        text.add(parameter(parameter.getKey(), parameter.getValue(), required));
      }
    }
    return text.toString();
  }

  /// What a tool does, in the first words of its description: those of a sentence, if it is short.
  static String summary(ToolSpec tool) {
    String text = line(tool.description());
    int end = text.indexOf(". ");
    String sentence = end < 0 ? text.replaceFirst("[.]$", "") : text.substring(0, end);
    return sentence.substring(0, Math.min(sentence.length(), SUMMARY));
  }

  /// The JSON Schema of a tool's arguments with the required ones first: a model that has written
  /// all it must finds the end of the call nearer than an argument that nobody asked for.
  ///
  /// @throws IllegalArgumentException if it is no JSON object
  static JsonNode parameters(ToolSpec tool) {
    try {
      if (JsonMapper.shared().readTree(tool.parameters()) instanceof ObjectNode schema) {
        return requiredFirst(schema);
      }
    } catch (JacksonException e) {
      // Said below, with the tool's name.
    }
    throw new IllegalArgumentException(
        "parameters must be a JSON object, tool '%s' has %s"
            .formatted(tool.name(), tool.parameters()));
  }

  private static ObjectNode requiredFirst(ObjectNode schema) {
    if (schema.path("properties") instanceof ObjectNode properties) {
      Set<String> required = required(schema);
      ObjectNode sorted = JsonMapper.shared().createObjectNode();
      for (boolean wanted : new boolean[] {true, false}) {
        properties.properties().stream()
            .filter(property -> required.contains(property.getKey()) == wanted)
            .forEach(property -> sorted.set(property.getKey(), property.getValue()));
      }
      schema.set("properties", sorted);
    }
    return schema;
  }

  private static String parameter(String name, JsonNode schema, Set<String> required) {
    StringBuilder text = new StringBuilder("- ").append(line(name));
    text.append(" (").append(type(schema, DEPTH));
    if (!required.contains(name)) {
      text.append(", optional");
    }
    if (schema.has("default")) {
      text.append(", default ").append(schema.get("default"));
    }
    text.append(')');
    String description = line(schema.path("description").asString(""));
    return description.isEmpty() ? text.toString() : text + ": " + description;
  }

  private static String type(JsonNode schema, int depth) {
    if (!schema.path("enum").isEmpty()) {
      StringJoiner values = new StringJoiner(" | ");
      schema.path("enum").forEach(value -> values.add(value.toString()));
      return values.toString();
    }
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      StringJoiner words = new StringJoiner(" | ");
      type.forEach(word -> words.add(line(word.asString(""))));
      return words.toString();
    }
    String word = line(type.asString("any"));
    if (depth > 0 && word.equals("array") && schema.has("items")) {
      return "array of " + type(schema.path("items"), depth - 1);
    }
    if (depth > 0 && word.equals("object") && !schema.path("properties").isEmpty()) {
      return object(schema, depth - 1);
    }
    return word;
  }

  private static String object(JsonNode schema, int depth) {
    Set<String> required = required(schema);
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String mark = required.contains(property.getKey()) ? ": " : "?: ";
      fields.add(line(property.getKey()) + mark + type(property.getValue(), depth));
    }
    return "{" + String.join(", ", fields) + "}";
  }

  /// The names of the parameters that must be given.
  static Set<String> required(JsonNode schema) {
    Set<String> names = new HashSet<>();
    schema.path("required").forEach(name -> names.add(name.asString("")));
    return names;
  }

  /// What a specification says is data: in one line it cannot look like another tool.
  private static String line(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
