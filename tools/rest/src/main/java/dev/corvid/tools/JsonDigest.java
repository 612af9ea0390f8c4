package dev.corvid.tools;

import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes JSON short enough for a small context and keeps it JSON: long lists say how much is
/// missing, long texts end in an ellipsis, what lies deep is counted.
final class JsonDigest {
  private static final Limits[] LEVELS = {
    new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, 2_000, 50, false),
    new Limits(50, 100, 500, 12, true),
    new Limits(20, 60, 300, 8, true),
    new Limits(10, 40, 200, 6, true),
    new Limits(6, 30, 120, 5, true),
    new Limits(4, 20, 80, 4, true),
    new Limits(3, 15, 60, 3, true),
    new Limits(3, 10, 40, 2, true),
    new Limits(2, 8, 30, 2, true),
    new Limits(1, 6, 20, 1, true)
  };

  private final UnaryOperator<String> hide;
  private final Limits limits;
  private boolean shortened;

  /// @param sparse whether fields without a value are left out
  private record Limits(int elements, int fields, int characters, int depth, boolean sparse) {}

  /// @param text at most as long as asked for
  /// @param shortened whether something is missing
  record Digest(String text, boolean shortened) {}

  private JsonDigest(UnaryOperator<String> hide, Limits limits) {
    this.hide = hide;
    this.limits = limits;
  }

  /// @param hide takes secrets out of a text
  static Digest of(JsonNode json, UnaryOperator<String> hide, int mostCharacters) {
    String text = "";
    for (Limits limits : LEVELS) {
      JsonDigest digest = new JsonDigest(hide, limits);
      text = digest.shortened(json, 0).toString();
      if (text.length() <= mostCharacters) {
        return new Digest(text, digest.shortened);
      }
    }
    return new Digest(Texts.cut(text, mostCharacters), true);
  }

  private JsonNode shortened(JsonNode node, int depth) {
    return switch (node) {
      case ObjectNode object when depth >= limits.depth() && !object.isEmpty() ->
          count("{… %d fields}", object.size());
      case ArrayNode array when depth >= limits.depth() && !array.isEmpty() ->
          count("[… %d elements]", array.size());
      case ObjectNode object -> object(object, depth);
      case ArrayNode array -> array(array, depth);
      default -> node.isString() ? text(node.asString()) : node;
    };
  }

  private JsonNode count(String format, int count) {
    shortened = true;
    return Nodes.FACTORY.stringNode(format.formatted(count));
  }

  private JsonNode text(String text) {
    String hidden = hide.apply(text);
    String cut = Texts.cut(hidden, limits.characters());
    shortened |= cut.length() < hidden.length();
    return Nodes.FACTORY.stringNode(cut);
  }

  private ObjectNode object(ObjectNode object, int depth) {
    ObjectNode result = Nodes.FACTORY.objectNode();
    int left = 0;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      if (limits.sparse() && (value.isNull() || value.isContainer() && value.isEmpty())) {
        shortened = true;
      } else if (result.size() >= limits.fields()) {
        left++;
      } else {
        String name = Texts.cut(hide.apply(field.getKey()), limits.characters());
        result.set(name, shortened(value, depth + 1));
      }
    }
    if (left > 0) {
      shortened = true;
      result.put("…", "%d more fields".formatted(left));
    }
    return result;
  }

  private ArrayNode array(ArrayNode array, int depth) {
    ArrayNode result = Nodes.FACTORY.arrayNode();
    for (int i = 0; i < Math.min(array.size(), limits.elements()); i++) {
      result.add(shortened(array.get(i), depth + 1));
    }
    if (array.size() > limits.elements()) {
      shortened = true;
      result.add("… %d more of %d".formatted(array.size() - limits.elements(), array.size()));
    }
    return result;
  }
}
