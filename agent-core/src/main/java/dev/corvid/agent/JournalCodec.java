package dev.corvid.agent;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Entries as JSON in ASCII, for journals: `n`, `at`, `elapsed`, `type` and `entry`. What a journal
/// keeps should say which [#VERSION] wrote it.
public final class JournalCodec {
  /// Changes when what an earlier version wrote cannot be read any more.
  public static final int VERSION = 1;

  /// Reads whatever it wrote, however long; writes ASCII, since text from outside may hold half a
  /// surrogate pair, which UTF-8 cannot say.
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();
  private static final Map<String, Class<? extends JournalEntry>> TYPES = types();

  private JournalCodec() {}

  private static Map<String, Class<? extends JournalEntry>> types() {
    Map<String, Class<? extends JournalEntry>> types = new LinkedHashMap<>();
    for (Class<?> type : JournalEntry.class.getPermittedSubclasses()) {
      types.put(type.getSimpleName(), type.asSubclass(JournalEntry.class));
    }
    return Map.copyOf(types);
  }

  /// An entry as [#read(byte\[\])] gives it back, whatever texts and numbers are in it.
  public static byte[] write(JournalEntry.Placed placed) {
    ObjectNode json = JSON.createObjectNode();
    json.put("n", placed.number());
    json.put("at", placed.at().toString());
    json.put("elapsed", placed.elapsedMillis());
    json.put("type", placed.entry().getClass().getSimpleName());
    json.set("entry", JSON.valueToTree(placed.entry()));
    return JSON.writeValueAsBytes(json);
  }

  /// An entry as it was written.
  ///
  /// @throws IllegalArgumentException if the bytes are no entry of this version
  public static JournalEntry.Placed read(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      Class<? extends JournalEntry> type = TYPES.get(json.path("type").asString(""));
      JsonNode entry = json.path("entry");
      if (type == null || !entry.isObject()) {
        throw new IllegalArgumentException("no entry of type " + json.path("type"));
      }
      return new JournalEntry.Placed(
          json.path("n").asInt(-1),
          Instant.parse(json.path("at").asString("")),
          json.path("elapsed").asLong(0),
          JSON.treeToValue(entry, type));
    } catch (JacksonException | DateTimeParseException e) {
      throw new IllegalArgumentException("unreadable: " + e.getMessage(), e);
    }
  }
}
