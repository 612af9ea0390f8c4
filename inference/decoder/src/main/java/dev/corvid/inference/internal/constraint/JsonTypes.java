package dev.corvid.inference.internal.constraint;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The types of JSON Schema.
final class JsonTypes {
  private static final Set<String> ALL =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");

  private JsonTypes() {}

  /// The types that the schema names, `nullable` included; none if it names none or one that is
  /// unknown.
  static Set<String> of(Map<?, ?> schema) {
    Object type = schema.get("type");
    List<?> named = type instanceof List<?> list ? list : type == null ? List.of() : List.of(type);
    Set<String> types = new LinkedHashSet<>();
    for (Object name : named) {
      if (!(name instanceof String known && ALL.contains(known))) {
        return Set.of();
      }
      types.add(known);
    }
    if (!types.isEmpty() && Boolean.TRUE.equals(schema.get("nullable"))) {
      types.add("null");
    }
    return types;
  }

  /// Whether the value has one of the types, or any if there are none.
  static boolean isOneOf(@Nullable Object value, Set<String> types) {
    return types.isEmpty()
        || switch (value) {
          case null -> types.contains("null");
          case Map<?, ?> map -> types.contains("object");
          case List<?> list -> types.contains("array");
          case String string -> types.contains("string");
          case Boolean bool -> types.contains("boolean");
          case BigDecimal number ->
              types.contains("number") || types.contains("integer") && isWhole(number);
          default -> false;
        };
  }

  static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  /// Whether all values of the type are of one of the types.
  static boolean includes(Set<String> types, String type) {
    return types.contains(type) || type.equals("integer") && types.contains("number");
  }
}
