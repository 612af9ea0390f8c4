package dev.corvid.command;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes results as JSON. Maps and lists are written by the streaming generator: a one-shot
/// command has no time to start a data binder.
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// An object of alternating names and values, in order. An empty `Optional` leaves its field out.
  ///
  /// @throws IllegalArgumentException if a name has no value
  public static Map<String, Object> object(Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("names and values must alternate");
    }
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!isAbsent(namesAndValues[i + 1])) {
        object.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return object;
  }

  /// JSON text that becomes part of a result as it is.
  ///
  /// @param text one JSON value; it is not checked
  public record Raw(String text) {}

  /// A text as a value of a result: as the JSON object or array that it is, or as text.
  public static Object valueOf(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return text;
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), stripped)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null && stripped.indexOf('\n') < 0 ? new Raw(stripped) : text;
    } catch (JacksonException e) {
      return text;
    }
  }

  /// The text of a value made of maps, iterables, strings, paths, numbers, booleans, enums,
  /// optionals and raw JSON.
  public static String write(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, value);
    }
    return text.toString();
  }

  private static boolean isAbsent(@Nullable Object value) {
    return value instanceof Optional<?> o && o.isEmpty()
        || value instanceof OptionalInt i && i.isEmpty();
  }

  private static void write(JsonGenerator generator, @Nullable Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case Map<?, ?> map -> {
        generator.writeStartObject();
        map.forEach(
            (name, field) -> {
              generator.writeName(name.toString());
              write(generator, field);
            });
        generator.writeEndObject();
      }
      // A path is an Iterable of paths, without end.
      case Path path -> generator.writeString(path.toString());
      case Iterable<?> list -> {
        generator.writeStartArray();
        list.forEach(item -> write(generator, item));
        generator.writeEndArray();
      }
      case Raw raw -> generator.writeRawValue(raw.text());
      case Optional<?> optional -> write(generator, optional.orElse(null));
      case OptionalInt optional -> write(generator, optional.getAsInt());
      case Boolean flag -> generator.writeBoolean(flag);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      // NaN and infinities are no JSON: an absent value is honest where a rate has no cases.
      case Double number when !Double.isFinite(number) -> generator.writeNull();
      case Double number -> generator.writeNumber(number);
      case Float number -> write(generator, number.doubleValue());
      case Enum<?> constant -> generator.writeString(Option.word(constant));
      default -> generator.writeString(value.toString());
    }
  }
}
