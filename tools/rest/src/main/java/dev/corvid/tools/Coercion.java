package dev.corvid.tools;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Mends what a small model gets wrong without meaning anything else: `"5"` for 5, one value for a
/// list of one, a list written as text, `null` for something left out.
final class Coercion {
  private static final int MOST_REFERENCES = 16;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final ObjectNode root;

  /// @param root a schema of [ValidationSchema]
  Coercion(ObjectNode root) {
    this.root = root;
  }

  JsonNode mend(JsonNode value, JsonNode schemaOrReference) {
    JsonNode schema = resolve(schemaOrReference);
    Set<String> types = Set.copyOf(Schemas.types(schema));
    if (types.size() != 1 || value.isNull()) {
      return value;
    }
    return switch (types.iterator().next()) {
      case "integer" -> integer(value);
      case "number" -> number(value);
      case "boolean" -> bool(value);
      case "string" -> string(value);
      case "array" -> array(value, schema);
      case "object" -> object(value, schema);
      default -> value;
    };
  }

  private JsonNode resolve(JsonNode schema) {
    JsonNode at = schema;
    for (int i = 0; i < MOST_REFERENCES; i++) {
      at = withoutNull(at);
      if (References.target(at).isEmpty()) {
        return at;
      }
      at = definition(at);
    }
    return at;
  }

  private JsonNode definition(JsonNode reference) {
    String target = References.target(reference).orElse("");
    return root.path("$defs").path(target.replace("#/$defs/", ""));
  }

  /// The alternative to `null`, if that is all there is.
  private static JsonNode withoutNull(JsonNode schema) {
    List<JsonNode> alternatives = Nodes.list(schema, "anyOf");
    return alternatives.size() == 2
            && schema.size() == 1
            && Nodes.text(alternatives.getLast(), "type").filter("null"::equals).isPresent()
        ? alternatives.getFirst()
        : schema;
  }

  private static JsonNode integer(JsonNode value) {
    JsonNode number = number(value);
    if (number.isBigDecimal() || number.isDouble()) {
      BigDecimal decimal = number.decimalValue().stripTrailingZeros();
      // 5.0 is 5 by the schema, but few servers read it as one.
      return decimal.scale() <= 0 && Math.abs((long) decimal.scale()) < 40
          ? Nodes.FACTORY.numberNode(decimal.toBigIntegerExact())
          : number;
    }
    return number;
  }

  private static JsonNode number(JsonNode value) {
    if (value.isString() && value.asString().strip().matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
      BigDecimal decimal = new BigDecimal(value.asString().strip());
      return decimal.scale() == 0
          ? Nodes.FACTORY.numberNode(decimal.toBigIntegerExact())
          : Nodes.FACTORY.numberNode(decimal);
    }
    return value;
  }

  private static JsonNode bool(JsonNode value) {
    return switch (value.isString() ? value.asString().strip() : "") {
      case "true", "True" -> Nodes.FACTORY.booleanNode(true);
      case "false", "False" -> Nodes.FACTORY.booleanNode(false);
      default -> value;
    };
  }

  private static JsonNode string(JsonNode value) {
    return value.isNumber() ? Nodes.FACTORY.stringNode(value.asString()) : value;
  }

  private JsonNode array(JsonNode given, JsonNode schema) {
    JsonNode value = parsed(given, '[');
    JsonNode items = schema.path("items");
    if (value.isArray()) {
      ArrayNode mended = Nodes.FACTORY.arrayNode();
      value.forEach(element -> mended.add(mend(element, items)));
      return mended;
    }
    return Nodes.FACTORY.arrayNode().add(mend(value, items));
  }

  private JsonNode object(JsonNode given, JsonNode schema) {
    JsonNode value = parsed(given, '{');
    if (!value.isObject()) {
      return value;
    }
    List<String> required = Nodes.texts(schema, "required");
    ObjectNode mended = Nodes.FACTORY.objectNode();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode declared = schema.path("properties").path(field.getKey());
      boolean leftOut =
          field.getValue().isNull() && !required.contains(field.getKey()) && !takesNull(declared);
      if (!leftOut) {
        mended.set(field.getKey(), mend(field.getValue(), declared));
      }
    }
    return mended;
  }

  private boolean takesNull(JsonNode schema) {
    JsonNode at = schema;
    for (int i = 0; i < MOST_REFERENCES && References.target(at).isPresent(); i++) {
      at = definition(at);
    }
    return Schemas.isNullable(at)
        || Nodes.list(at, "anyOf").stream().anyMatch(Schemas::isNullable)
        || Schemas.types(resolve(at)).isEmpty();
  }

  /// A list or an object that was written as text.
  private static JsonNode parsed(JsonNode value, char begin) {
    if (value.isString()
        && value.asString().length() < 10_000
        && value.asString().strip().indexOf(begin) == 0) {
      try {
        return MAPPER.readTree(value.asString());
      } catch (JacksonException e) {
        return value;
      }
    }
    return value;
  }
}
