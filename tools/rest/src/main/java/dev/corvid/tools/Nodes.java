package dev.corvid.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads a tree that may hold anything anywhere: what is not of the expected type is absent.
final class Nodes {
  static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

  private Nodes() {}

  static Optional<JsonNode> field(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name));
  }

  static Optional<String> text(JsonNode node, String name) {
    return field(node, name).filter(JsonNode::isString).map(JsonNode::asString);
  }

  static boolean flag(JsonNode node, String name) {
    return field(node, name).filter(JsonNode::isBoolean).map(JsonNode::asBoolean).orElse(false);
  }

  static Optional<ObjectNode> object(JsonNode node, String name) {
    return field(node, name).flatMap(Nodes::object);
  }

  static Optional<ObjectNode> object(JsonNode node) {
    return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }

  /// The entries of the object in that field, in order; none if there is no object.
  static Set<Map.Entry<String, JsonNode>> entries(JsonNode node, String name) {
    return object(node, name).map(ObjectNode::properties).orElse(Set.of());
  }

  /// The elements of the array in that field; none if there is no array.
  static List<JsonNode> list(JsonNode node, String name) {
    List<JsonNode> elements = new ArrayList<>();
    field(node, name).filter(JsonNode::isArray).ifPresent(array -> array.forEach(elements::add));
    return elements;
  }

  /// The strings among the elements of the array in that field.
  static List<String> texts(JsonNode node, String name) {
    return list(node, name).stream().filter(JsonNode::isString).map(JsonNode::asString).toList();
  }
}
