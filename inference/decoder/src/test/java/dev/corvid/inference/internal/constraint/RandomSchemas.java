package dev.corvid.inference.internal.constraint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Schemas of all that constraints enforce, at random. They may contradict themselves.
public final class RandomSchemas {
  private static final List<String> NAMES =
      List.of("a", "ab", "name", "größe", "q\"uote", "back\\slash", "日本", "tab\t", "x y", "");

  private static final List<String> DEFINITIONS = List.of("one", "two", "three");

  private final Random random;

  public RandomSchemas(Random random) {
    this.random = random;
  }

  /// A schema as JSON text.
  public String next() {
    Map<String, Object> schema = new LinkedHashMap<>(map(schema(0, true)));
    Map<String, Object> definitions = new LinkedHashMap<>();
    DEFINITIONS.forEach(name -> definitions.put(name, schema(1, false)));
    schema.put("$defs", definitions);
    return text(schema);
  }

  private static Map<String, Object> map(Object schema) {
    return schema instanceof Map<?, ?> map ? cast(map) : Map.of("anyOf", List.of(schema));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  /// @param refers whether it may refer to a definition: one that is its own alternative sends
  ///     validators into a circle
  private Object schema(int depth, boolean refers) {
    return switch (random.nextInt(depth > 3 ? 8 : 14)) {
      case 0 -> Map.of("type", "string");
      case 1 -> Map.of("type", "integer");
      case 2 -> Map.of("type", "number");
      case 3 -> Map.of("type", List.of("boolean", "null"));
      case 4 -> Map.of("enum", List.of("red", "green", 1, 12, 1.5, true, List.of(1, "x")));
      case 5 -> Map.of("const", name());
      case 6 -> random.nextInt(6) > 0;
      case 7, 8 ->
          refers
              ? Map.of("$ref", "#/$defs/" + DEFINITIONS.get(random.nextInt(3)))
              : Map.of("type", "string");
      case 9 -> array(depth);
      case 10 -> Map.of("anyOf", List.of(schema(depth + 1, refers), schema(depth + 1, refers)));
      default -> object(depth);
    };
  }

  private Map<String, Object> array(int depth) {
    Map<String, Object> array = new LinkedHashMap<>(Map.of("type", "array"));
    array.put("items", schema(depth + 1, true));
    int least = random.nextInt(3);
    if (random.nextBoolean()) {
      array.put("minItems", least);
    }
    if (random.nextBoolean()) {
      array.put("maxItems", least + random.nextInt(3));
    }
    return array;
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      String name = name();
      properties.put(name, schema(depth + 1, true));
      if (random.nextInt(3) == 0) {
        required.add(name);
      }
    }
    if (random.nextInt(10) == 0) {
      required.add("undeclared");
    }
    Map<String, Object> object = new LinkedHashMap<>(Map.of("type", "object"));
    object.put("properties", properties);
    object.put("required", required.stream().distinct().toList());
    if (random.nextInt(3) == 0) {
      object.put("additionalProperties", schema(depth + 1, true));
    }
    return object;
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  /// The value as JSON.
  static String text(@Nullable Object value) {
    return new String(JsonText.of(value), StandardCharsets.UTF_8);
  }
}
