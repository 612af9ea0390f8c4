package dev.corvid.eval;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Things of one kind by their ids, in the order in which they came.
final class Rows {
  private final String noun;
  private final String key;
  private final Map<String, ObjectNode> rows = new LinkedHashMap<>();

  Rows(String noun, String key, JsonNode first) {
    this.noun = noun;
    this.key = key;
    first.forEach(row -> put((ObjectNode) row.deepCopy()));
  }

  ObjectNode put(ObjectNode row) {
    rows.put(row.path(key).asString(), row);
    return row;
  }

  boolean has(String id) {
    return rows.containsKey(id);
  }

  /// @throws JsonServer.Rejected if there is none
  ObjectNode require(String id) {
    ObjectNode row = rows.get(id);
    if (row == null) {
      throw new JsonServer.Rejected(404, "There is no %s %s.".formatted(noun, id));
    }
    return row;
  }

  /// @throws JsonServer.Rejected if there is none
  void remove(String id) {
    require(id);
    rows.remove(id);
  }

  ArrayNode where(Predicate<ObjectNode> test) {
    ArrayNode found = JsonLines.JSON.createArrayNode();
    rows.values().stream().filter(test).forEach(found::add);
    return found;
  }

  /// Those whose fields have the values of a query, whatever their case.
  ArrayNode matching(Map<String, String> query) {
    return where(
        row ->
            query.entrySet().stream()
                .allMatch(
                    wanted ->
                        row.path(wanted.getKey())
                            .asString("")
                            .equalsIgnoreCase(wanted.getValue())));
  }

  ArrayNode all() {
    return where(row -> true);
  }

  /// One more than the largest number so far.
  int nextNumber() {
    return 1 + rows.values().stream().mapToInt(row -> row.path(key).asInt(0)).max().orElse(0);
  }
}
