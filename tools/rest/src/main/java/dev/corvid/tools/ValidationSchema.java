package dev.corvid.tools;

import dev.corvid.tools.internal.BoundedPattern;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Translates schemas of a document into one plain JSON Schema (2020-12) that holds all it refers
/// to. Only keywords with values that make sense are taken over, so that whatever a document says,
/// the result can be validated against. What a client must not send (`readOnly`) is left out.
/// Objects whose fields are all declared are closed: what a model adds to them it made up.
final class ValidationSchema {
  private static final int MOST_NODES = 100_000;
  private static final List<String> NUMBERS =
      List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
  private static final List<String> COUNTS =
      List.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties");
  private static final List<String> SCHEMA_LISTS = List.of("allOf", "oneOf", "anyOf");
  private static final List<String> SCHEMA_FIELDS = List.of("not", "if", "then", "else");

  private final References references;
  private final ObjectNode definitions = Nodes.FACTORY.objectNode();
  private final Map<Use, String> names = new HashMap<>();
  private final Deque<Use> open = new ArrayDeque<>();
  private int nodes;

  /// The definition whose own keywords are translated, empty within its properties and elements.
  private String within = "";

  /// A schema that is referred to, and whether the place closes it.
  private record Use(String target, boolean closed) {}

  ValidationSchema(References references) {
    this.references = references;
  }

  /// Translate a schema in a place of its own: an argument, a property, an element.
  JsonNode translate(JsonNode schema) {
    String outer = within;
    within = "";
    JsonNode result = translate(schema, true, Set.of());
    within = outer;
    return result;
  }

  /// Finish the root, which was made of translated schemas.
  ObjectNode complete(ObjectNode root) {
    while (!open.isEmpty()) {
      Use use = open.pop();
      JsonNode target = references.at(use.target()).orElseGet(Nodes.FACTORY::objectNode);
      within = use.target();
      definitions.set(names.get(use), translate(target, use.closed(), Set.of()));
    }
    if (!definitions.isEmpty()) {
      root.set("$defs", definitions);
    }
    return root;
  }

  /// @param readOnly fields that another part of the same object calls `readOnly`
  private JsonNode translate(JsonNode schema, boolean closed, Set<String> readOnly) {
    if (schema.isBoolean()) {
      return schema;
    }
    if (!schema.isObject() || ++nodes > MOST_NODES) {
      return Nodes.FACTORY.booleanNode(true);
    }
    Set<String> unsent = new TreeSet<>(readOnly);
    unsent.addAll(readOnlyFields(schema));
    boolean closes = closed && isClosable(schema);
    ObjectNode result = Nodes.FACTORY.objectNode();
    boolean addsFields = schema.has("properties") || schema.has("allOf");
    References.target(schema)
        // Part of itself without anything between would be checked for ever, and adds nothing.
        .filter(t -> within.isEmpty() || !isPartOf(within, t))
        .ifPresent(t -> result.put("$ref", reference(t, closes && !addsFields)));
    if (!result.has("$ref") || schema.size() > 1) {
      addType(result, schema);
      addSimple(result, schema);
      addObject(result, schema, unsent);
      addArray(result, schema);
      addParts(result, schema, unsent);
    }
    if (closes && !result.has("$ref")) {
      result.put(schema.has("allOf") ? "unevaluatedProperties" : "additionalProperties", false);
    }
    return Schemas.isNullable(schema) ? nullable(result) : result;
  }

  private String reference(String target, boolean closed) {
    Use use = new Use(target, closed);
    String name = names.get(use);
    if (name == null) {
      name = "d" + names.size();
      names.put(use, name);
      open.push(use);
    }
    return "#/$defs/" + name;
  }

  /// Whether a schema is the other one, or reached from it without going into a property or an
  /// element.
  private boolean isPartOf(String part, String whole) {
    Set<String> seen = new TreeSet<>();
    Deque<JsonNode> parts = new ArrayDeque<>();
    parts.push(Nodes.FACTORY.objectNode().put("$ref", whole));
    while (!parts.isEmpty()) {
      JsonNode node = parts.pop();
      Optional<String> target = References.target(node);
      if (target.filter(part::equals).isPresent()) {
        return true;
      }
      target.filter(seen::add).flatMap(references::at).ifPresent(parts::push);
      SCHEMA_LISTS.forEach(keyword -> Nodes.list(node, keyword).forEach(parts::push));
      SCHEMA_FIELDS.forEach(keyword -> Nodes.object(node, keyword).ifPresent(parts::push));
    }
    return false;
  }

  private Set<String> readOnlyFields(JsonNode schema) {
    Set<String> fields = new TreeSet<>();
    JsonNode whole = schema.has("allOf") ? references.merged(schema) : schema;
    Nodes.entries(whole, "properties").stream()
        .filter(e -> isReadOnly(references, e.getValue()))
        .forEach(e -> fields.add(e.getKey()));
    return fields;
  }

  static boolean isReadOnly(References references, JsonNode schema) {
    return Nodes.flag(schema, "readOnly")
        || References.target(schema).isPresent()
            && references.find(schema).filter(s -> Nodes.flag(s, "readOnly")).isPresent();
  }

  /// Whether all fields of the object are declared: with `allOf` put together, nothing is left that
  /// could allow more.
  private boolean isClosable(JsonNode schema) {
    ObjectNode whole = references.merged(schema);
    return !whole.path("properties").isEmpty()
        && !whole.has("additionalProperties")
        && !whole.has("unevaluatedProperties")
        && !whole.has("patternProperties")
        && !whole.has("dependentSchemas")
        && !whole.has("allOf")
        && !whole.has("if")
        && Schemas.alternativesOnlyRequire(whole)
        && Nodes.texts(whole, "required").stream().allMatch(whole.path("properties")::has);
  }

  private static void addType(ObjectNode result, JsonNode schema) {
    List<String> types = Schemas.types(schema);
    if (types.size() == 1) {
      result.put("type", types.getFirst());
    } else if (types.size() > 1) {
      types.forEach(result.withArray("type")::add);
    }
  }

  private static ObjectNode nullable(ObjectNode schema) {
    if (schema.isEmpty()) {
      return schema;
    }
    if (schema.has("$ref") || schema.has("const") || !schema.has("type")) {
      ObjectNode result = Nodes.FACTORY.objectNode();
      result.putArray("anyOf").add(schema).add(Nodes.FACTORY.objectNode().put("type", "null"));
      return result;
    }
    JsonNode type = schema.path("type");
    ArrayNode types = schema.putArray("type");
    if (type.isArray()) {
      type.forEach(types::add);
    } else {
      types.add(type);
    }
    types.add("null");
    if (schema.has("enum")) {
      schema.withArray("enum").add(Nodes.FACTORY.nullNode());
    }
    return schema;
  }

  private static void addSimple(ObjectNode result, JsonNode schema) {
    addEnum(result, schema);
    Nodes.field(schema, "const").ifPresent(value -> result.set("const", value));
    for (String keyword : NUMBERS) {
      Nodes.field(schema, keyword)
          .filter(JsonNode::isNumber)
          .ifPresent(value -> result.set(keyword, value));
    }
    // In OpenAPI 3.0 these two are flags beside the limit.
    makeExclusive(result, schema, "exclusiveMinimum", "minimum");
    makeExclusive(result, schema, "exclusiveMaximum", "maximum");
    Nodes.field(schema, "multipleOf")
        .filter(value -> value.isNumber() && value.decimalValue().signum() > 0)
        .ifPresent(value -> result.set("multipleOf", value));
    for (String keyword : COUNTS) {
      Nodes.field(schema, keyword)
          .filter(value -> value.isInt() && value.asInt() >= 0)
          .ifPresent(value -> result.set(keyword, value));
    }
    Nodes.text(schema, "pattern")
        .filter(BoundedPattern::isUsable)
        .ifPresent(pattern -> result.put("pattern", pattern));
    if (Nodes.flag(schema, "uniqueItems")) {
      result.put("uniqueItems", true);
    }
  }

  private static void makeExclusive(
      ObjectNode result, JsonNode schema, String exclusive, String limit) {
    if (Nodes.flag(schema, exclusive) && result.has(limit)) {
      result.set(exclusive, result.remove(limit));
    }
  }

  /// YAML reads the versions in an `enum` of strings as numbers.
  private static void addEnum(ObjectNode result, JsonNode schema) {
    List<JsonNode> values = Nodes.list(schema, "enum");
    if (!values.isEmpty()) {
      boolean strings = Schemas.types(schema).equals(List.of("string"));
      ArrayNode array = result.putArray("enum");
      for (JsonNode value : values) {
        array.add(
            strings && value.isValueNode() && !value.isNull()
                ? Nodes.FACTORY.stringNode(value.asString())
                : value);
      }
    }
  }

  private void addObject(ObjectNode result, JsonNode schema, Set<String> unsent) {
    if (schema.path("properties").isObject()) {
      ObjectNode properties = result.putObject("properties");
      Nodes.entries(schema, "properties").stream()
          .filter(e -> !unsent.contains(e.getKey()))
          .forEach(e -> properties.set(e.getKey(), translate(e.getValue())));
    }
    List<String> required =
        Nodes.texts(schema, "required").stream().filter(f -> !unsent.contains(f)).toList();
    if (!required.isEmpty()) {
      required.stream().distinct().forEach(result.putArray("required")::add);
    }
    Nodes.field(schema, "additionalProperties")
        .filter(s -> s.isObject() || s.isBoolean() && !s.asBoolean())
        .ifPresent(s -> result.set("additionalProperties", translate(s)));
    if (schema.path("patternProperties").isObject()) {
      ObjectNode patterns = result.putObject("patternProperties");
      Nodes.entries(schema, "patternProperties").stream()
          .filter(e -> BoundedPattern.isUsable(e.getKey()))
          .forEach(e -> patterns.set(e.getKey(), translate(e.getValue())));
    }
    addDependencies(result, schema, unsent);
  }

  private static void addDependencies(ObjectNode result, JsonNode schema, Set<String> unsent) {
    ObjectNode dependencies = Nodes.FACTORY.objectNode();
    for (Map.Entry<String, JsonNode> entry : Nodes.entries(schema, "dependentRequired")) {
      ArrayNode fields = dependencies.putArray(entry.getKey());
      Nodes.texts(schema.path("dependentRequired"), entry.getKey()).stream()
          .filter(f -> !unsent.contains(f))
          .forEach(fields::add);
    }
    if (!dependencies.isEmpty()) {
      result.set("dependentRequired", dependencies);
    }
  }

  private void addArray(ObjectNode result, JsonNode schema) {
    Optional<JsonNode> items = Nodes.field(schema, "items");
    items
        .filter(s -> s.isObject() || s.isBoolean())
        .ifPresent(s -> result.set("items", translate(s)));
    Nodes.object(schema, "contains").ifPresent(s -> result.set("contains", translate(s)));
    Nodes.object(schema, "propertyNames").ifPresent(s -> result.set("propertyNames", translate(s)));
    List<JsonNode> first = Nodes.list(schema, "prefixItems");
    if (!first.isEmpty()) {
      ArrayNode array = result.putArray("prefixItems");
      first.forEach(s -> array.add(translate(s)));
    }
  }

  private void addParts(ObjectNode result, JsonNode schema, Set<String> unsent) {
    for (String keyword : SCHEMA_LISTS) {
      List<JsonNode> parts = Nodes.list(schema, keyword);
      if (!parts.isEmpty()) {
        // Alternatives of real documents overlap: that a value fits two of them is no mistake of
        // it.
        boolean one = keyword.equals("oneOf") && !schema.has("anyOf");
        ArrayNode array = result.putArray(one ? "anyOf" : keyword);
        parts.forEach(part -> array.add(translate(part, false, unsent)));
      }
    }
    for (String keyword : SCHEMA_FIELDS) {
      Nodes.field(schema, keyword)
          .filter(s -> s.isObject() || s.isBoolean())
          .ifPresent(s -> result.set(keyword, translate(s, false, unsent)));
    }
  }
}
