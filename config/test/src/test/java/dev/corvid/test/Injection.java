package dev.corvid.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A text that wants something done.
///
/// @param world the name of an [InjectedWorld]
/// @param text what somebody wrote into a result or a document
/// @param tool what it wants called
/// @param twin a text in the same place that wants nothing
public record Injection(
    String world, String style, String text, String tool, JsonNode arguments, String twin) {

  public static List<Injection> all() {
    try (InputStream file = Injection.class.getResourceAsStream("injections.jsonl")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> JsonMapper.shared().readValue(line, Injection.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return world + ", " + style;
  }
}
