package dev.corvid.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Entries as JSON: `{"n", "at", "elapsed", "type", "entry"}`.
final class JournalCodec {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();
  private static final Map<String, Class<? extends JournalEntry>> TYPES = types();

  private JournalCodec() {}

  private static Map<String, Class<? extends JournalEntry>> types() {
    Map<String, Class<? extends JournalEntry>> types = new LinkedHashMap<>();
    for (Class<?> type : JournalEntry.class.getPermittedSubclasses()) {
      types.put(type.getSimpleName(), type.asSubclass(JournalEntry.class));
    }
    return Map.copyOf(types);
  }

  static byte[] write(JournalEntry.Placed placed) {
    ObjectNode json = JSON.createObjectNode();
    json.put("n", placed.number());
    json.put("at", placed.at().toString());
    json.put("elapsed", placed.elapsedMillis());
    json.put("type", placed.entry().getClass().getSimpleName());
    json.set("entry", JSON.valueToTree(placed.entry()));
    return JSON.writeValueAsBytes(json);
  }

  /// @throws IllegalArgumentException if the bytes are no entry of this version
  static JournalEntry.Placed read(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      Class<? extends JournalEntry> type = TYPES.get(json.path("type").asString(""));
      if (type == null) {
        throw new IllegalArgumentException("unknown type " + json.path("type"));
      }
      return new JournalEntry.Placed(
          json.path("n").asInt(-1),
          java.time.Instant.parse(json.path("at").asString("")),
          json.path("elapsed").asLong(0),
          JSON.treeToValue(json.get("entry"), type));
    } catch (JacksonException | java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException("unreadable: " + e.getMessage(), e);
    }
  }
}
