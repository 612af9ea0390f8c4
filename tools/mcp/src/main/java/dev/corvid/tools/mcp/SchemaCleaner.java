package dev.corvid.tools.mcp;

import dev.corvid.tools.internal.BoundedSchema;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Rewrites a schema so that it needs nothing outside of itself. A reference to another document,
/// or to nothing, is left out: then any value is right, and the server decides.
final class SchemaCleaner {
  private static final int MAX_DESCRIPTION = 300;

  private static final Set<String> ONE =
      Set.of(
          ("additionalItems additionalProperties contains contentSchema else if items not"
                  + " propertyNames then unevaluatedItems unevaluatedProperties")
              .split(" "));
  private static final Set<String> MANY = Set.of("allOf", "anyOf", "oneOf", "prefixItems", "items");
  private static final Set<String> NAMED =
      Set.of(
          "$defs",
          "definitions",
          "dependencies",
          "dependentSchemas",
          "patternProperties",
          "properties");
  private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");
  private static final List<String> ANCHORS = List.of("$anchor", "$dynamicAnchor");
  private static final Set<String> PROSE = Set.of("description", "title");

  /// What else a schema may say. Not `$id`: schemas that name themselves would have references of
  /// their own. What nobody knows is left out, since the validator logs it as the server wrote it.
  private static final Set<String> OTHERS =
      Set.of(
          ("$recursiveAnchor contentEncoding contentMediaType const default dependentRequired"
                  + " deprecated enum examples exclusiveMaximum exclusiveMinimum format"
                  + " maxContains maxItems maxLength maxProperties maximum minContains minItems"
                  + " minLength minProperties minimum multipleOf pattern readOnly required type"
                  + " uniqueItems writeOnly $schema")
              .split(" "));

  private static final Set<String> KNOWN =
      Stream.of(ONE, MANY, NAMED, REFERENCES, ANCHORS, PROSE, OTHERS)
          .flatMap(Collection::stream)
          .collect(Collectors.toUnmodifiableSet());

  private final ObjectNode root;
  private final Set<JsonNode> schemas = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, JsonNode> anchors = new HashMap<>();

  private SchemaCleaner(ObjectNode root) {
    this.root = root;
  }

  /// A clean copy of a schema.
  static ObjectNode clean(ObjectNode schema) {
    var cleaner = new SchemaCleaner(schema.deepCopy());
    cleaner.collect(cleaner.root);
    cleaner.schemas.forEach(node -> cleaner.cleanOne((ObjectNode) node));
    return cleaner.root;
  }

  /// A copy without what is written for readers only.
  static ObjectNode withoutProse(ObjectNode schema) {
    var cleaner = new SchemaCleaner(schema.deepCopy());
    cleaner.collect(cleaner.root);
    cleaner.schemas.forEach(
        node -> ((ObjectNode) node).remove(List.of("description", "title", "examples", "default")));
    return cleaner.root;
  }

  private void collect(JsonNode node) {
    if (node instanceof ObjectNode schema && schemas.add(schema)) {
      for (String anchor : ANCHORS) {
        anchors.putIfAbsent(Json.text(schema, anchor), schema);
      }
      schema.properties().stream()
          .flatMap(member -> within(member.getKey(), member.getValue()))
          .forEach(this::collect);
    }
  }

  private static Stream<JsonNode> within(String keyword, JsonNode value) {
    boolean one = value.isObject() && ONE.contains(keyword);
    boolean more =
        value.isArray() && MANY.contains(keyword) || value.isObject() && NAMED.contains(keyword);
    return one ? Stream.of(value) : more ? value.valueStream() : Stream.empty();
  }

  private void cleanOne(ObjectNode schema) {
    for (Map.Entry<String, JsonNode> member : List.copyOf(schema.properties())) {
      String keyword = member.getKey();
      JsonNode value = member.getValue();
      boolean useless =
          !KNOWN.contains(keyword)
              || keyword.equals("$schema") && !(schema == root && isKnown(value))
              || PROSE.contains(keyword) && !value.isString()
              || REFERENCES.contains(keyword) && target(value).isEmpty();
      if (useless) {
        schema.remove(keyword);
      } else if (PROSE.contains(keyword)) {
        schema.put(keyword, Text.line(value.stringValue(), MAX_DESCRIPTION));
      }
    }
  }

  private static boolean isKnown(JsonNode dialect) {
    return BoundedSchema.isDialect(dialect.stringValue(""));
  }

  /// The schema that a reference means, if it is one of these.
  private Optional<JsonNode> target(JsonNode reference) {
    try {
      String text = reference.stringValue("");
      String fragment = URI.create(text).getFragment();
      if (!text.startsWith("#") || fragment == null) {
        return Optional.empty();
      }
      boolean pointer = fragment.isEmpty() || fragment.startsWith("/");
      return Optional.ofNullable(
              pointer ? root.at(JsonPointer.compile(fragment)) : anchors.get(fragment))
          .filter(schemas::contains);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
