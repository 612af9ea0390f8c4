package dev.corvid.tools;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds the values in an answer in which no instruction fits, by what the specification says of
/// them and by what they are: numbers, booleans, constants, ids, dates.
final class TypedValues {
  private static final int MOST = 500;
  private static final int MOST_LENGTH = 64;
  private static final int MOST_VISITS = 50_000;
  private static final int MOST_DEPTH = 40;
  private static final int MOST_SCHEMAS = 16;
  private static final Pattern ID_NAME =
      Pattern.compile("(?i:id)|.*[a-z0-9](?:Id|ID)|.*[_-](?i:id)");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?([Zz]|[+-]\\d\\d:?\\d\\d)?");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final References references;
  private final Set<String> values = new LinkedHashSet<>();
  private int visits;

  private TypedValues(References references) {
    this.references = references;
  }

  /// @param schema of the answer, if the specification has one
  static Set<String> of(JsonNode answer, Optional<JsonNode> schema, References references) {
    TypedValues found = new TypedValues(references);
    found.walk("", answer, schema.map(List::of).orElse(List.of()), 0);
    return found.values;
  }

  /// @param schemas those that may describe the node: of alternatives, all
  private void walk(String name, JsonNode node, List<JsonNode> schemas, int depth) {
    if (values.size() >= MOST || ++visits > MOST_VISITS || depth > MOST_DEPTH) {
      return;
    }
    if (node.isNumber() || node.isBoolean()) {
      add(node.asString());
    } else if (!schemas.isEmpty() || node.isContainer()) {
      List<ObjectNode> known = known(schemas);
      if (node.isArray()) {
        List<JsonNode> items = children(known, "items");
        node.forEach(element -> walk(name, element, items, depth + 1));
      } else if (node.isObject()) {
        node.properties()
            .forEach(e -> walk(e.getKey(), e.getValue(), fields(known, e.getKey()), depth + 1));
      } else if (node.isString() && known.stream().anyMatch(s -> isTyped(name, node, s))) {
        add(node.asString());
      }
    }
  }

  private void add(String value) {
    if (value.length() <= MOST_LENGTH && values.size() < MOST) {
      values.add(value);
    }
  }

  /// The schemas without references, and their alternatives.
  private List<ObjectNode> known(List<JsonNode> schemas) {
    List<ObjectNode> known = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<JsonNode> open = new ArrayList<>(schemas);
    for (int i = 0; i < open.size() && known.size() < MOST_SCHEMAS; i++) {
      JsonNode schema = open.get(i);
      boolean isNew = References.target(schema).map(seen::add).orElse(true);
      if (schema.isObject() && isNew) {
        ObjectNode merged = references.merged(schema);
        known.add(merged);
        Schemas.ALTERNATIVES.forEach(keyword -> open.addAll(Nodes.list(merged, keyword)));
        open.addAll(Nodes.list(merged, "allOf"));
      }
    }
    return known;
  }

  private static List<JsonNode> children(List<ObjectNode> schemas, String keyword) {
    List<JsonNode> children = new ArrayList<>();
    schemas.forEach(s -> Nodes.object(s, keyword).ifPresent(children::add));
    return children;
  }

  private static List<JsonNode> fields(List<ObjectNode> schemas, String name) {
    List<JsonNode> fields = new ArrayList<>();
    for (ObjectNode schema : schemas) {
      Nodes.object(schema, "properties")
          .flatMap(p -> Nodes.object(p, name))
          .or(() -> Nodes.object(schema, "additionalProperties"))
          .ifPresent(fields::add);
    }
    return fields;
  }

  private static boolean isTyped(String name, JsonNode value, ObjectNode schema) {
    String text = value.asString();
    if (Nodes.list(schema, "enum").contains(value) || value.equals(schema.get("const"))) {
      return true;
    }
    if (!Schemas.types(schema).contains("string") || text.length() > MOST_LENGTH) {
      return false;
    }
    return switch (Nodes.text(schema, "format").orElse("")) {
      case "uuid" -> UUID.matcher(text).matches();
      case "date" -> DATE.matcher(text).matches();
      case "date-time" -> DATE_TIME.matcher(text).matches();
      default ->
          ID_NAME.matcher(name).matches()
              && !text.isEmpty()
              && text.chars()
                  .noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    };
  }
}
