package dev.corvid.inference.internal.constraint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads a JSON text into maps, lists, strings, big decimals, booleans and nulls. Jackson's core
/// suffices and starts faster than its binding.
final class JsonReader {
  private static final int LONGEST = 1 << 20;
  private static final int DEEPEST = 256;
  private static final String REMEDY = "Mend the schema: it must be one JSON object.";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private JsonReader() {}

  /// @throws SchemaException if the text is longer than a million characters, deeper than 256
  ///     levels, no JSON, or an object in it has a name twice
  static @Nullable Object read(String text) {
    if (text.length() > LONGEST) {
      throw new SchemaException(
          "the schema has %,d characters, at most %,d are read".formatted(text.length(), LONGEST),
          "Give a part of the schema.");
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new SchemaException("the schema is empty", REMEDY);
      }
      Object value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new SchemaException("the schema is followed by something else", REMEDY);
      }
      return value;
    } catch (JacksonException e) {
      throw new SchemaException("the schema cannot be read as JSON" + problem(e), REMEDY);
    }
  }

  private static String problem(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    String place =
        at == null ? "" : ", line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    return place + ": " + e.getOriginalMessage();
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      object.put(parser.currentName(), value(parser, parser.nextToken()));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    List<@Nullable Object> array = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(parser, token));
    }
    return array;
  }
}
