package dev.corvid.tools;

import dev.corvid.tools.internal.BoundedPattern;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The arguments of a tool as a small model reads them: a schema without references, of a few
/// levels, with short descriptions. What it leaves out is still checked when a call is prepared.
final class ModelSchema {
  private static final int MOST_CHARACTERS = 4_000;
  private static final int MOST_DEPTH = 5;
  private static final int LEAST_CHARACTERS = 10;
  private static final int MOST_DESCRIPTION = 120;
  private static final int MOST_ENUM = 1_000;
  private static final int MOST_ALTERNATIVES = 6;
  private static final int MOST_PATTERN = 80;
  private static final Set<String> TELLING_FORMATS =
      Set.of("date", "date-time", "time", "duration", "email", "uuid", "uri", "ipv4", "ipv6");
  private static final List<String> LIMITS =
      List.of(
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "uniqueItems",
          "multipleOf");

  private final References references;
  private final boolean described;
  private final Set<String> path = new HashSet<>();

  /// At least so many characters are left; below zero nothing more is added.
  private int room = MOST_CHARACTERS;

  private ModelSchema(References references, boolean described) {
    this.references = references;
    this.described = described;
  }

  /// The schema of the arguments as JSON text, cut deeper and deeper until it is short.
  static String of(InputLayout layout, References references) {
    List<InputLayout.Argument> arguments = layout.arguments();
    for (int depth = MOST_DEPTH; depth > 0; depth--) {
      Optional<String> text = new ModelSchema(references, true).text(arguments, depth);
      if (text.isPresent()) {
        return text.get();
      }
    }
    return new ModelSchema(references, false)
        .text(arguments, 2)
        .orElseGet(() -> fewest(arguments, references));
  }

  /// The required arguments, and of the others as many as there is room for.
  private static String fewest(List<InputLayout.Argument> arguments, References references) {
    Set<InputLayout.Argument> kept = new HashSet<>();
    int left = MOST_CHARACTERS - arguments.size();
    for (boolean required : new boolean[] {true, false}) {
      for (InputLayout.Argument argument : arguments) {
        if (argument.required() == required && (required || left > 0)) {
          ModelSchema alone = new ModelSchema(references, false);
          left -= alone.root(List.of(argument), 1).toString().length();
          if (required || left > 0) {
            kept.add(argument);
          }
        }
      }
    }
    List<InputLayout.Argument> rest = arguments.stream().filter(kept::contains).toList();
    ModelSchema plain = new ModelSchema(references, false);
    plain.room = Integer.MAX_VALUE;
    return plain.root(rest, 1).toString();
  }

  /// The whole schema, or nothing if it is too long.
  private Optional<String> text(List<InputLayout.Argument> arguments, int depth) {
    ObjectNode root = root(arguments, depth);
    return room < 0
        ? Optional.empty()
        : Optional.of(root.toString()).filter(text -> text.length() <= MOST_CHARACTERS);
  }

  private ObjectNode root(List<InputLayout.Argument> arguments, int depth) {
    ObjectNode root = Nodes.FACTORY.objectNode().put("type", "object");
    ObjectNode properties = root.putObject("properties");
    ArrayNode required = Nodes.FACTORY.arrayNode();
    for (InputLayout.Argument argument : arguments) {
      properties.set(argument.name(), argument(argument, depth));
      if (argument.required()) {
        required.add(argument.name());
      }
    }
    if (!required.isEmpty()) {
      root.set("required", required);
    }
    root.put("additionalProperties", false);
    return root;
  }

  private ObjectNode argument(InputLayout.Argument argument, int depth) {
    ObjectNode schema = schema(argument.schema(), depth);
    if (described && !argument.description().isBlank()) {
      schema.put("description", Texts.describe(argument.description(), MOST_DESCRIPTION));
    }
    return schema;
  }

  private ObjectNode schema(JsonNode source, int depth) {
    room -= LEAST_CHARACTERS;
    if (room < 0) {
      return Nodes.FACTORY.objectNode();
    }
    Optional<String> target = References.target(source);
    if (target.isEmpty()) {
      return merged(source, depth);
    }
    // A schema within itself could go on for ever: its inner one is told by its type only.
    boolean first = path.add(target.get());
    ObjectNode result = merged(source, first ? depth : 0);
    if (first) {
      path.remove(target.get());
    }
    return result;
  }

  private ObjectNode merged(JsonNode source, int depth) {
    ObjectNode merged = references.merged(source);
    ObjectNode result = Nodes.FACTORY.objectNode();
    addType(result, merged);
    if (described) {
      Nodes.text(merged, "description")
          .filter(d -> !d.isBlank())
          .map(d -> Texts.describe(d, MOST_DESCRIPTION))
          .ifPresent(
              d -> {
                result.put("description", d);
                room -= d.length();
              });
    }
    addValues(result, merged);
    if (depth > 0) {
      addFields(result, merged, depth - 1);
      Nodes.object(merged, "items").ifPresent(i -> result.set("items", schema(i, depth - 1)));
      addAlternatives(result, merged, depth - 1);
    }
    return result;
  }

  private static void addType(ObjectNode result, ObjectNode merged) {
    List<String> types = Schemas.types(merged);
    boolean nullable = Schemas.isNullable(merged) && !merged.has("enum");
    if (types.size() == 1 && !nullable) {
      result.put("type", types.getFirst());
    } else if (!types.isEmpty()) {
      ArrayNode array = result.putArray("type");
      types.forEach(array::add);
      if (nullable) {
        array.add("null");
      }
    }
  }

  private static void addValues(ObjectNode result, ObjectNode merged) {
    addEnum(result, merged);
    Nodes.field(merged, "const")
        .filter(JsonNode::isValueNode)
        .ifPresent(v -> result.set("const", v));
    Nodes.text(merged, "format")
        .filter(TELLING_FORMATS::contains)
        .ifPresent(f -> result.put("format", f));
    Nodes.text(merged, "pattern")
        .filter(p -> p.length() <= MOST_PATTERN && BoundedPattern.isUsable(p))
        .ifPresent(p -> result.put("pattern", p));
    for (String keyword : LIMITS) {
      Nodes.field(merged, keyword)
          .filter(v -> v.isNumber() || v.isBoolean())
          .ifPresent(v -> result.set(keyword, v));
    }
    Nodes.field(merged, "default")
        .filter(v -> v.isValueNode() && v.toString().length() <= 40)
        .ifPresent(v -> result.set("default", v));
  }

  private static void addEnum(ObjectNode result, ObjectNode merged) {
    List<JsonNode> values = Nodes.list(merged, "enum");
    boolean strings = Schemas.types(merged).equals(List.of("string"));
    ArrayNode array = Nodes.FACTORY.arrayNode();
    for (JsonNode value : values) {
      boolean text = strings && value.isValueNode() && !value.isNull();
      array.add(text ? Nodes.FACTORY.stringNode(value.asString()) : value);
    }
    if (!array.isEmpty() && array.toString().length() <= MOST_ENUM) {
      result.set("enum", array);
    }
  }

  private void addFields(ObjectNode result, ObjectNode merged, int depth) {
    ObjectNode properties = Nodes.FACTORY.objectNode();
    for (Map.Entry<String, JsonNode> entry : Nodes.entries(merged, "properties")) {
      if (!ValidationSchema.isReadOnly(references, entry.getValue())) {
        properties.set(entry.getKey(), schema(entry.getValue(), depth));
        room -= entry.getKey().length();
      }
    }
    if (!properties.isEmpty()) {
      result.set("properties", properties);
      List<String> required =
          Nodes.texts(merged, "required").stream().filter(properties::has).toList();
      if (!required.isEmpty()) {
        required.forEach(result.putArray("required")::add);
      }
    }
    Nodes.object(merged, "additionalProperties")
        .filter(s -> !s.isEmpty())
        .ifPresent(s -> result.set("additionalProperties", schema(s, depth)));
  }

  private void addAlternatives(ObjectNode result, ObjectNode merged, int depth) {
    if (Schemas.alternativesOnlyRequire(merged)) {
      return;
    }
    for (String keyword : Schemas.ALTERNATIVES) {
      List<JsonNode> alternatives = Nodes.list(merged, keyword);
      if (!alternatives.isEmpty() && alternatives.size() <= MOST_ALTERNATIVES) {
        ArrayNode array = result.putArray(keyword);
        alternatives.forEach(alternative -> array.add(schema(alternative, depth)));
        return;
      }
    }
  }
}
