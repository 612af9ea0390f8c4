package dev.corvid.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Reads `corvid.yaml`: objects become keys with dots, lists and scalars their values.
final class ConfigurationFile {
  private static final int MOST_BYTES = 1 << 20;

  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final Deque<String> prefixes = new ArrayDeque<>();
  private Optional<String> list = Optional.empty();

  private ConfigurationFile() {}

  /// The keys and values of a file; none if there is no file.
  ///
  /// @throws ConfigurationException if it cannot be read or is no YAML of that shape
  static Map<String, List<String>> read(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    byte[] bytes = bytes(file);
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), bytes)) {
      return new ConfigurationFile().read(file, parser);
    } catch (JacksonException e) {
      String line = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw broken(file, e.getLocation().getLineNr(), line, e);
    }
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw broken(file, 1, "it is larger than 1 MB", null);
      }
      return bytes;
    } catch (IOException e) {
      throw broken(file, 1, "it cannot be read: " + e.getMessage(), e);
    }
  }

  private Map<String, List<String>> read(Path file, JsonParser parser) {
    String name = "";
    for (JsonToken token; (token = parser.nextToken()) != null; ) {
      String key = prefixes.isEmpty() ? "" : prefixes.peek() + name;
      switch (token) {
        case PROPERTY_NAME -> name = parser.currentName();
        case START_OBJECT -> {
          require(file, parser, list.isEmpty(), "a list holds texts and numbers only");
          prefixes.push(prefixes.isEmpty() ? "" : key + ".");
        }
        case END_OBJECT -> prefixes.pop();
        case START_ARRAY -> {
          require(file, parser, list.isEmpty() && !prefixes.isEmpty(), "a list is out of place");
          list = Optional.of(key);
          values.put(key, new ArrayList<>());
        }
        case END_ARRAY -> list = Optional.empty();
        case VALUE_NULL -> {}
        default -> {
          require(file, parser, !prefixes.isEmpty(), "it must begin with a key such as 'corvid:'");
          String text = String.valueOf(parser.getString());
          values.computeIfAbsent(list.orElse(key), k -> new ArrayList<>()).add(text);
        }
      }
    }
    return values;
  }

  private static void require(Path file, JsonParser parser, boolean holds, String rule) {
    if (!holds) {
      throw broken(file, parser.currentTokenLocation().getLineNr(), rule, null);
    }
  }

  private static ConfigurationException broken(
      Path file, int line, String why, @Nullable Throwable cause) {
    return new ConfigurationException(
        "%s, line %d: %s".formatted(file, Math.max(1, line), why),
        "Correct the file, or move it away.",
        cause);
  }
}
