package dev.corvid.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What the keywords of JSON Schema hold, and small questions to one schema.
final class Schemas {
  static final Set<String> TYPES =
      Set.of("string", "number", "integer", "boolean", "array", "object", "null");
  static final List<String> ALTERNATIVES = List.of("oneOf", "anyOf");

  private static final List<String> SCHEMA_MAPS =
      List.of("properties", "patternProperties", "dependentSchemas");
  private static final List<String> SCHEMA_LISTS =
      List.of("allOf", "oneOf", "anyOf", "prefixItems");
  private static final List<String> SCHEMA_FIELDS =
      List.of(
          "items",
          "additionalProperties",
          "not",
          "if",
          "then",
          "else",
          "contains",
          "propertyNames");

  private Schemas() {}

  /// The schemas directly within a schema.
  static List<JsonNode> children(JsonNode schema) {
    List<JsonNode> children = new ArrayList<>();
    if (schema.isObject()) {
      for (String keyword : SCHEMA_MAPS) {
        Nodes.entries(schema, keyword).forEach(entry -> children.add(entry.getValue()));
      }
      for (String keyword : SCHEMA_LISTS) {
        children.addAll(Nodes.list(schema, keyword));
      }
      for (String keyword : SCHEMA_FIELDS) {
        Nodes.object(schema, keyword).ifPresent(children::add);
      }
    }
    return children;
  }

  /// The types that a schema names, without `null`; guessed from other keywords if it names none.
  static List<String> types(JsonNode schema) {
    List<String> types = new ArrayList<>();
    Optional<String> one = Nodes.text(schema, "type");
    for (String type : one.map(List::of).orElseGet(() -> Nodes.texts(schema, "type"))) {
      if (type.equals("file")) {
        types.add("string");
      } else if (TYPES.contains(type) && !type.equals("null")) {
        types.add(type);
      }
    }
    if (types.isEmpty() && !schema.has("type")) {
      if (schema.path("properties").isObject() || schema.path("additionalProperties").isObject()) {
        types.add("object");
      } else if (schema.path("items").isObject()) {
        types.add("array");
      }
    }
    return types;
  }

  static boolean isNullable(JsonNode schema) {
    return Nodes.flag(schema, "nullable")
        || Nodes.text(schema, "type").filter("null"::equals).isPresent()
        || Nodes.texts(schema, "type").contains("null");
  }

  /// Whether a schema only says which fields must be there, as `anyOf` often does.
  static boolean onlyRequires(JsonNode schema) {
    return schema.isObject()
        && schema.has("required")
        && schema.propertyNames().stream()
            .allMatch(Set.of("required", "type", "title", "description")::contains);
  }

  /// Whether the alternatives of a schema are nothing but lists of required fields.
  static boolean alternativesOnlyRequire(JsonNode schema) {
    return ALTERNATIVES.stream()
        .flatMap(keyword -> Nodes.list(schema, keyword).stream())
        .allMatch(Schemas::onlyRequires);
  }
}
