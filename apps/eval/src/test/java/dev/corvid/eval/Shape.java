package dev.corvid.eval;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields that the body of a request may and must have: a strict server's own check.
final class Shape {
  private final Map<String, Field> fields = new LinkedHashMap<>();

  private record Field(String rule, boolean required, Predicate<JsonNode> test) {}

  Shape with(String name, boolean required, String rule, Predicate<JsonNode> test) {
    fields.put(name, new Field(rule, required, test));
    return this;
  }

  Shape text(String name, boolean required) {
    return with(name, required, "a text", node -> node.isString() && !node.asString("").isBlank());
  }

  Shape whole(String name, boolean required, int most) {
    return with(
        name,
        required,
        "a whole number from 0 to " + most,
        node -> node.isIntegralNumber() && node.asInt(-1) >= 0 && node.asInt(-1) <= most);
  }

  Shape amount(String name, boolean required) {
    return with(
        name, required, "a positive number", node -> node.isNumber() && node.asDouble(0) > 0);
  }

  Shape choice(String name, boolean required, String... values) {
    List<String> known = List.of(values);
    return with(
        name,
        required,
        "one of " + String.join(", ", known),
        node -> node.isString() && known.contains(node.asString("")));
  }

  Shape date(String name, boolean required) {
    return with(name, required, "a date as YYYY-MM-DD", node -> isDate(node.asString("")));
  }

  private static boolean isDate(String text) {
    try {
      LocalDate unused = LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /// The body of a new thing.
  ///
  /// @throws JsonServer.Rejected if it has a wrong field or lacks one
  ObjectNode check(JsonNode body) {
    ObjectNode object = checkSome(body);
    fields.forEach(
        (name, field) -> {
          if (field.required() && !object.has(name)) {
            throw new JsonServer.Rejected(400, "The field '%s' is missing.".formatted(name));
          }
        });
    return object;
  }

  /// The body of a change: any of the fields, at least one.
  ///
  /// @throws JsonServer.Rejected if it has a wrong field or none
  ObjectNode checkSome(JsonNode body) {
    if (!(body instanceof ObjectNode object) || object.isEmpty()) {
      throw new JsonServer.Rejected(400, "The body must be a JSON object with fields.");
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      Field field = fields.get(entry.getKey());
      if (field == null) {
        throw new JsonServer.Rejected(400, "There is no field '%s'.".formatted(entry.getKey()));
      }
      if (!field.test().test(entry.getValue())) {
        throw new JsonServer.Rejected(
            400, "The field '%s' must be %s.".formatted(entry.getKey(), field.rule()));
      }
    }
    return object;
  }
}
