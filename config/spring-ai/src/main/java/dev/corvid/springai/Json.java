package dev.corvid.springai;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON that models and tools write: data, which may be anything.
final class Json {
  /// How many places in a text are tried for the beginning of a JSON text.
  private static final int MOST_BEGINNINGS = 20;

  private static final ObjectReader STRICT =
      JsonMapper.shared()
          .reader()
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /// The object that a text is, if it is one that names no member twice.
  static Optional<ObjectNode> object(String text) {
    try {
      return STRICT.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// A JSON object as plain maps, lists and values.
  static Optional<Map<?, ?>> map(String text) {
    try {
      return STRICT.forType(Object.class).readValue(text) instanceof Map<?, ?> map
          ? Optional.of(map)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static boolean isJson(String text) {
    try {
      return !text.isBlank() && !STRICT.readTree(text).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  /// The first object or array in a text that has words or code fences around it; a text that is
  /// JSON as it stands, or holds none, remains.
  static String cutOut(String text) {
    String stripped = text.strip();
    if (isJson(stripped)) {
      return stripped;
    }
    int at = -1;
    for (int i = 0; i < MOST_BEGINNINGS; i++) {
      at = nextBeginning(stripped, at + 1);
      if (at < 0) {
        break;
      }
      Optional<String> json = beginningOf(stripped.substring(at));
      if (json.isPresent()) {
        return json.get();
      }
    }
    return text;
  }

  private static int nextBeginning(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '{' || text.charAt(i) == '[') {
        return i;
      }
    }
    return -1;
  }

  /// The JSON text with which a text begins.
  private static Optional<String> beginningOf(String text) {
    try (JsonParser parser = JsonMapper.shared().createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      JsonToken last = parser.currentToken();
      if (last == JsonToken.END_OBJECT || last == JsonToken.END_ARRAY) {
        return Optional.of(text.substring(0, (int) parser.currentLocation().getCharOffset()));
      }
      return Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
