package dev.corvid.tools;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads JSON as far as it goes: of a document that was cut off, what came is still a tree.
final class LenientJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int MOST_DEPTH = 100;

  private final Deque<JsonNode> open = new ArrayDeque<>();
  private final Deque<String> names = new ArrayDeque<>();
  private Optional<JsonNode> root = Optional.empty();

  /// @param complete whether the text was read to its end
  record Result(JsonNode root, boolean complete) {}

  private LenientJson() {}

  /// The tree of a text that is JSON, or the beginning of it; empty if it is something else.
  static Optional<Result> read(String text) {
    LenientJson reader = new LenientJson();
    boolean complete = false;
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      for (JsonToken token; (token = parser.nextToken()) != null; ) {
        if (reader.open.isEmpty() && reader.root.isPresent()) {
          // Several values behind one another are no JSON document: text tells them better.
          return Optional.empty();
        }
        if (!reader.take(token, parser)) {
          return reader.result(false);
        }
      }
      complete = reader.open.isEmpty();
    } catch (JacksonException e) {
      // What came before counts.
    }
    return reader.result(complete);
  }

  private Optional<Result> result(boolean complete) {
    return root.filter(r -> complete || r.isContainer() && !r.isEmpty())
        .map(r -> new Result(r, complete));
  }

  /// Whether to go on.
  private boolean take(JsonToken token, JsonParser parser) {
    switch (token) {
      case START_OBJECT -> push(Nodes.FACTORY.objectNode());
      case START_ARRAY -> push(Nodes.FACTORY.arrayNode());
      case END_OBJECT, END_ARRAY -> open.pop();
      case PROPERTY_NAME -> {
        names.pop();
        names.push(parser.currentName());
      }
      case VALUE_STRING -> add(Nodes.FACTORY.stringNode(parser.getString()));
      case VALUE_TRUE, VALUE_FALSE -> add(Nodes.FACTORY.booleanNode(token == JsonToken.VALUE_TRUE));
      case VALUE_NULL -> add(Nodes.FACTORY.nullNode());
      case VALUE_NUMBER_INT -> add(Nodes.FACTORY.numberNode(parser.getBigIntegerValue()));
      case VALUE_NUMBER_FLOAT -> add(Nodes.FACTORY.numberNode(parser.getDecimalValue()));
      default -> {}
    }
    if (token == JsonToken.END_OBJECT) {
      names.pop();
    }
    return open.size() <= MOST_DEPTH;
  }

  private void push(JsonNode container) {
    add(container);
    open.push(container);
    if (container.isObject()) {
      names.push("");
    }
  }

  private void add(JsonNode value) {
    switch (open.peek()) {
      case ObjectNode object -> object.set(names.peek(), value);
      case ArrayNode array -> array.add(value);
      case null, default -> root = Optional.of(value);
    }
  }
}
