package dev.corvid.inference.remote;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// Finds the JSON in what a model wrote: alone, in a code fence, or among prose.
final class JsonCut {
  /// Prose may hold many brackets, and each could begin a JSON text.
  private static final int MOST_TRIES = 64;

  private static final Pattern FENCE = Pattern.compile("```[A-Za-z]*\\s([^`]*)```");

  private static final ObjectReader WHOLE =
      JsonMapper.shared()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonCut() {}

  /// The JSON text as the model wrote it, or nothing if there is none: the whole text, or what the
  /// first code fence holds, or else the longest object or array in it.
  static Optional<String> of(String text) {
    String stripped = text.strip();
    if (isJson(stripped)) {
      return Optional.of(stripped);
    }
    Matcher fence = FENCE.matcher(text);
    if (fence.find() && isJson(fence.group(1).strip())) {
      return Optional.of(fence.group(1).strip());
    }
    return longest(text);
  }

  private static Optional<String> longest(String text) {
    String longest = "";
    int at = next(text, 0);
    for (int tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
      String found = beginning(text.substring(at));
      longest = found.length() > longest.length() ? found : longest;
      at = next(text, at + Math.max(1, found.length()));
    }
    return longest.isEmpty() ? Optional.empty() : Optional.of(longest);
  }

  private static boolean isJson(String text) {
    try {
      return !text.isEmpty() && !WHOLE.readTree(text).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static int next(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '{' || text.charAt(i) == '[') {
        return i;
      }
    }
    return -1;
  }

  /// The object or array that the text begins with, or an empty text.
  private static String beginning(String text) {
    try (JsonParser parser = JsonMapper.shared().createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      JsonToken last = parser.currentToken();
      int end = (int) parser.currentLocation().getCharOffset();
      return last != null && last.isStructEnd() ? text.substring(0, end) : "";
    } catch (JacksonException e) {
      return "";
    }
  }
}
