package dev.corvid.eval;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// BFCL's functions as tools. BFCL names types as Python and Java do and writes dots in names; a
/// tool has a JSON Schema and a plain name.
final class BfclTools {
  private static final int LONGEST_NAME = 64;

  private BfclTools() {}

  /// The functions as tools, in order, with underscores for what a name may not hold.
  static List<ToolSpec> of(List<JsonNode> functions) {
    List<ToolSpec> tools = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode function : functions) {
      String name = name(function.path("name").asString());
      if (!names.add(name)) {
        throw EvaluationException.badInput(
            "two functions are called '%s'".formatted(name), "Give each function its own name.");
      }
      tools.add(
          new ToolSpec(
              name,
              function.path("description").asString(""),
              schema(function.path("parameters")).toString(),
              Effect.READ,
              "bfcl",
              List.of()));
    }
    return tools;
  }

  static String name(String name) {
    String plain = name.replaceAll("[^a-zA-Z0-9_-]", "_");
    return plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
  }

  /// A BFCL type description as JSON Schema.
  static ObjectNode schema(JsonNode type) {
    ObjectNode schema = JsonLines.JSON.createObjectNode();
    String word = word(type.path("type").asString(""));
    schema.put("type", word);
    if (type.path("description").isString()) {
      schema.set("description", type.get("description"));
    }
    if (!type.path("enum").isEmpty()) {
      schema.set("enum", type.get("enum"));
    }
    if (type.has("default")) {
      schema.set("default", type.get("default"));
    }
    switch (word) {
      case "array" -> schema.set("items", schema(type.path("items")));
      case "object" -> object(type, schema);
      default -> {}
    }
    return schema;
  }

  private static void object(JsonNode type, ObjectNode schema) {
    if (!type.path("properties").isObject()) {
      schema.put("additionalProperties", true);
      return;
    }
    ObjectNode properties = schema.putObject("properties");
    for (Map.Entry<String, JsonNode> property : type.path("properties").properties()) {
      properties.set(property.getKey(), schema(property.getValue()));
    }
    ArrayNode required = schema.putArray("required");
    for (JsonNode name : type.path("required")) {
      if (properties.has(name.asString())) {
        required.add(name);
      }
    }
  }

  private static String word(String type) {
    return switch (type) {
      case "integer", "boolean", "array", "object", "number" -> type;
      case "float" -> "number";
      case "dict" -> "object";
      case "tuple" -> "array";
      default -> "string";
    };
  }
}
