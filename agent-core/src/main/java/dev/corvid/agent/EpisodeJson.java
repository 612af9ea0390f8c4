package dev.corvid.agent;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Episodes as memories keep them: JSON in ASCII, since half a surrogate pair, which a text from
/// outside may hold, cannot be said in UTF-8. Field by field, for what is kept must stay readable
/// when the record changes.
public final class EpisodeJson {
  private static final int VERSION = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private EpisodeJson() {}

  /// An episode as [#read(String)] gives it back.
  public static String write(Episode episode) {
    ObjectNode json = JSON.createObjectNode();
    json.put("v", VERSION)
        .put("id", episode.id())
        .put("when", episode.when().toString())
        .put("task", episode.task());
    ArrayNode plan = json.putArray("plan");
    episode.plan().forEach(plan::add);
    ArrayNode calls = json.putArray("calls");
    episode.calls().forEach(calls::add);
    json.put("outcome", episode.outcome().name())
        .put("verified", episode.verified())
        .put("lesson", episode.lesson());
    if (!episode.user().isEmpty()) {
      json.put("user", episode.user());
    }
    return JSON.writeValueAsString(json);
  }

  /// The episode, unless the text is broken or of another version.
  public static Optional<Episode> read(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      return json.path("v").asInt(0) == VERSION ? Optional.of(episode(json)) : Optional.empty();
    } catch (JacksonException | IllegalArgumentException | DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static Episode episode(JsonNode json) {
    return new Episode(
        text(json, "id"),
        Instant.parse(text(json, "when")),
        text(json, "task"),
        texts(json, "plan"),
        texts(json, "calls"),
        RunStatus.valueOf(text(json, "outcome")),
        json.required("verified").booleanValue(),
        text(json, "lesson"),
        json.path("user").asString(""));
  }

  private static String text(JsonNode json, String name) {
    return json.required(name).stringValue();
  }

  private static List<String> texts(JsonNode json, String name) {
    List<String> texts = new ArrayList<>();
    json.required(name).forEach(text -> texts.add(text.stringValue()));
    return texts;
  }
}
