package dev.corvid.agent;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON Schema of calls: `{"name": a tool's name, "arguments": what that tool takes}`.
final class CallSchema {
  private static final String REF = "$ref";

  /// Enough for any sensible request; it ends a model that repeats itself.
  private static final int MOST_CALLS = 16;

  private CallSchema() {}

  /// One call of one of the tools.
  static Constraint one(List<ToolSpec> tools) {
    return Constraint.JsonSchema.lenient(call(tools, "#").toString());
  }

  /// An array of at least one call.
  static Constraint many(List<ToolSpec> tools) {
    ObjectNode schema = JsonMapper.shared().createObjectNode();
    schema.put("type", "array").put("minItems", 1).put("maxItems", MOST_CALLS);
    schema.set("items", call(tools, "#/items"));
    return Constraint.JsonSchema.lenient(schema.toString());
  }

  private static ObjectNode call(List<ToolSpec> tools, String pointer) {
    if (tools.size() == 1) {
      return call(tools.getFirst(), pointer);
    }
    ObjectNode schema = JsonMapper.shared().createObjectNode();
    ArrayNode choices = schema.putArray("anyOf");
    for (int i = 0; i < tools.size(); i++) {
      choices.add(call(tools.get(i), pointer + "/anyOf/" + i));
    }
    return schema;
  }

  private static ObjectNode call(ToolSpec tool, String pointer) {
    ObjectNode schema = JsonMapper.shared().createObjectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("name").put("const", tool.name());
    properties.set(
        "arguments", moved(ToolText.parameters(tool), pointer + "/properties/arguments"));
    schema.putArray("required").add("name").add("arguments");
    return schema;
  }

  /// The schema with its references to itself pointing to where it stands now.
  private static JsonNode moved(JsonNode schema, String pointer) {
    if (schema.isArray()) {
      ArrayNode array = JsonMapper.shared().createArrayNode();
      schema.forEach(element -> array.add(moved(element, pointer)));
      return array;
    }
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode object = JsonMapper.shared().createObjectNode();
    for (Map.Entry<String, JsonNode> field : schema.properties()) {
      JsonNode value = field.getValue();
      if (field.getKey().equals(REF) && value.isString() && value.stringValue().startsWith("#")) {
        object.put(REF, pointer + value.stringValue().substring(1));
      } else {
        object.set(field.getKey(), moved(value, pointer));
      }
    }
    return object;
  }
}
