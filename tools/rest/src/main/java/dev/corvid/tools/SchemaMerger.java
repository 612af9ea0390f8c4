package dev.corvid.tools;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts the parts of a schema together that lie behind `$ref` and `allOf`, one level deep: what is
/// inside of its properties stays as it is. What contradicts itself stays an `allOf`.
final class SchemaMerger {
  private static final int MOST_PARTS = 500;
  private static final Set<String> NOTES =
      Set.of(
          "title",
          "description",
          "example",
          "examples",
          "default",
          "deprecated",
          "discriminator",
          "xml",
          "externalDocs",
          "$comment",
          "format");

  private final References references;
  private int parts;

  private SchemaMerger(References references) {
    this.references = references;
  }

  /// The schema without `$ref` and, where that changes nothing, without `allOf`; a new object whose
  /// fields belong to the document. A schema of another kind than an object is an empty object.
  static ObjectNode merge(References references, JsonNode schema) {
    return onlyAlternative(references, new SchemaMerger(references).merge(schema, new HashSet<>()));
  }

  /// `oneOf` with one alternative, or with one and `null`, says what the alternative says.
  private static ObjectNode onlyAlternative(References references, ObjectNode merged) {
    for (String keyword : Schemas.ALTERNATIVES) {
      List<JsonNode> others = new ArrayList<>(Nodes.list(merged, keyword));
      boolean nullable = others.removeIf(SchemaMerger::isNull);
      if (others.size() == 1 && !Schemas.onlyRequires(others.getFirst())) {
        ObjectNode rest = Nodes.FACTORY.objectNode();
        merged.properties().stream()
            .filter(e -> !e.getKey().equals(keyword))
            .forEach(e -> rest.set(e.getKey(), e.getValue()));
        if (nullable) {
          rest.put("nullable", true);
        }
        SchemaMerger merger = new SchemaMerger(references);
        ObjectNode alternative = merger.merge(others.getFirst(), new HashSet<>());
        return merger.add(rest, alternative) ? rest : merged;
      }
    }
    return merged;
  }

  private static boolean isNull(JsonNode schema) {
    return Nodes.text(schema, "type").filter("null"::equals).isPresent();
  }

  private ObjectNode merge(JsonNode schema, Set<String> path) {
    ObjectNode result = Nodes.FACTORY.objectNode();
    if (!schema.isObject() || ++parts > MOST_PARTS) {
      return result;
    }
    schema.properties().stream()
        .filter(e -> !e.getKey().equals("$ref") && !e.getKey().equals("allOf"))
        .forEach(e -> result.set(e.getKey(), e.getValue()));
    Optional<String> target = References.target(schema);
    if (target.isPresent()) {
      addReferenced(result, target.get(), path);
    }
    for (JsonNode part : Nodes.list(schema, "allOf")) {
      ObjectNode merged = merge(part, path);
      if (!add(result, merged)) {
        result.withArray("allOf").add(part);
      }
    }
    return result;
  }

  private void addReferenced(ObjectNode result, String target, Set<String> path) {
    Optional<JsonNode> found = references.at(target);
    // A schema that is part of itself adds nothing.
    if (found.isPresent() && path.add(target)) {
      ObjectNode merged = merge(found.get(), path);
      path.remove(target);
      if (!add(result, merged)) {
        ObjectNode reference = Nodes.FACTORY.objectNode().put("$ref", target);
        result.withArray("allOf").add(reference);
      }
    }
  }

  /// Add the part's keywords, or nothing if one of them contradicts.
  private boolean add(ObjectNode result, ObjectNode part) {
    if (part.properties().stream().anyMatch(e -> contradicts(result, e))) {
      return false;
    }
    part.properties().forEach(e -> add(result, e.getKey(), e.getValue()));
    return true;
  }

  private static boolean contradicts(ObjectNode result, Map.Entry<String, JsonNode> entry) {
    JsonNode own = result.get(entry.getKey());
    if (own == null || own.equals(entry.getValue()) || NOTES.contains(entry.getKey())) {
      return false;
    }
    return switch (entry.getKey()) {
      case "properties", "required", "nullable", "readOnly", "writeOnly", "allOf" -> false;
      case "type" -> !Schemas.types(result).equals(typesOf(entry.getValue()));
      default -> !entry.getKey().startsWith("x-");
    };
  }

  private static List<String> typesOf(JsonNode type) {
    ObjectNode schema = Nodes.FACTORY.objectNode();
    schema.set("type", type);
    return Schemas.types(schema);
  }

  private static void add(ObjectNode result, String keyword, JsonNode value) {
    switch (keyword) {
      case "properties" -> addProperties(result, value);
      case "required" -> addRequired(result, value);
      case "nullable", "readOnly", "writeOnly" -> {
        if (value.isBoolean()) {
          result.put(keyword, value.asBoolean() || Nodes.flag(result, keyword));
        }
      }
      case "allOf" -> value.forEach(result.withArray(keyword)::add);
      default -> {
        if (!result.has(keyword)) {
          result.set(keyword, value);
        }
      }
    }
  }

  private static void addProperties(ObjectNode result, JsonNode value) {
    ObjectNode properties = Nodes.FACTORY.objectNode();
    Nodes.entries(result, "properties").forEach(e -> properties.set(e.getKey(), e.getValue()));
    Nodes.object(value)
        .ifPresent(
            added ->
                added.properties().forEach(e -> addProperty(properties, e.getKey(), e.getValue())));
    result.set("properties", properties);
  }

  private static void addProperty(ObjectNode properties, String name, JsonNode schema) {
    JsonNode own = properties.get(name);
    if (own == null || own.equals(schema)) {
      properties.set(name, schema);
    } else {
      ArrayNode both = Nodes.FACTORY.arrayNode().add(own).add(schema);
      properties.set(name, Nodes.FACTORY.objectNode().set("allOf", both));
    }
  }

  private static void addRequired(ObjectNode result, JsonNode value) {
    Set<String> required = new LinkedHashSet<>(Nodes.texts(result, "required"));
    value.forEach(
        name -> {
          if (name.isString()) {
            required.add(name.asString());
          }
        });
    ArrayNode array = Nodes.FACTORY.arrayNode();
    required.forEach(array::add);
    result.set("required", array);
  }
}
