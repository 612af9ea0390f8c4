package dev.corvid.agent;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which keywords of a JSON Schema a model enforces while it writes, and which are left to a
/// validator. A schema is a tree of maps, lists, strings, numbers, booleans and nulls, as any JSON
/// library reads it; it may be as deep as it likes and refer to itself.
///
/// Enforced are `type`, `properties`, `required`, `additionalProperties`, `items`, `minItems`,
/// `maxItems`, OpenAPI's `nullable`, and, each beside `type` at most, `enum` and `const`; `anyOf`
/// and a `$ref` into the same document stand alone.
public final class SchemaKeywords {
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");

  private static final Set<String> ANNOTATIONS =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "$defs",
          "definitions",
          "title",
          "description",
          "default",
          "example",
          "examples",
          "format",
          "deprecated",
          "readOnly",
          "writeOnly",
          "externalDocs",
          "xml");

  /// Keywords that decide alone, in the order in which they are looked for, each with those that
  /// are enforced beside it.
  private static final List<Group> GROUPS =
      List.of(
          new Group("$ref", Set.of("$ref", "nullable")),
          new Group("const", Set.of("const", "type", "nullable")),
          new Group("enum", Set.of("enum", "type", "nullable")),
          new Group("anyOf", Set.of("anyOf", "nullable")));

  private static final Group PLAIN =
      new Group(
          "",
          Set.of(
              "type",
              "nullable",
              "properties",
              "required",
              "additionalProperties",
              "items",
              "minItems",
              "maxItems"));

  private final Object root;
  private final Deque<Visit> visits = new ArrayDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> unenforced = new ArrayList<>();

  private SchemaKeywords(Object root) {
    this.root = root;
  }

  private record Group(String leader, Set<String> enforced) {}

  /// Where a schema or keyword is: below another place, or at a pointer from the root. Deep ones
  /// share their beginning; only what is told is spelled.
  private record Place(@Nullable Place above, String part) {
    Place below(Object part) {
      String name = String.valueOf(part);
      return new Place(this, "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    String pointer() {
      Deque<String> parts = new ArrayDeque<>();
      for (Place at = this; at != null; at = at.above()) {
        parts.addFirst(at.part());
      }
      return String.join("", parts);
    }
  }

  private record Visit(Place place, Map<?, ?> schema) {}

  /// The JSON pointers of all keywords that assert something and are not enforced, such as
  /// `/properties/name/pattern`: the last part is the keyword. A keyword whose value is not what
  /// the specification wants counts, too, and one that nobody knows; annotations and `x-`
  /// extensions do not. Only what can be reached from the root is looked at.
  public static List<String> unenforced(Object schema) {
    SchemaKeywords keywords = new SchemaKeywords(schema);
    keywords.visit(new Place(null, ""), schema);
    while (!keywords.visits.isEmpty()) {
      keywords.walk(keywords.visits.removeFirst());
    }
    return List.copyOf(keywords.unenforced);
  }

  /// What a `$ref` stands for if it is a JSON pointer into the same document, such as
  /// `#/$defs/address`.
  ///
  /// @param root the whole schema
  public static Optional<Object> target(Object root, String ref) {
    Optional<String> pointer = pointer(ref);
    if (pointer.isEmpty()) {
      return Optional.empty();
    }
    Object at = root;
    for (String part : pointer.get().isEmpty() ? List.<String>of() : parts(pointer.get())) {
      Object next = child(at, part.replace("~1", "/").replace("~0", "~"));
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  private static List<String> parts(String pointer) {
    return List.of(pointer.substring(1).split("/", -1));
  }

  private static Optional<String> pointer(String ref) {
    if (!ref.equals("#") && !ref.startsWith("#/")) {
      return Optional.empty();
    }
    try {
      // The decoder is for forms, where a plus is a space.
      String escaped = ref.substring(1).replace("+", "%2B");
      return Optional.of(URLDecoder.decode(escaped, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Object child(Object at, String part) {
    return switch (at) {
      case Map<?, ?> map -> map.get(part);
      case List<?> list when part.matches("0|[1-9][0-9]{0,8}") -> {
        int index = Integer.parseInt(part);
        yield index < list.size() ? list.get(index) : null;
      }
      default -> null;
    };
  }

  private void visit(Place place, @Nullable Object schema) {
    if (schema instanceof Map<?, ?> map) {
      if (seen.add(map)) {
        visits.add(new Visit(place, map));
      }
    } else if (!(schema instanceof Boolean)) {
      unenforced.add(place.pointer());
    }
  }

  private void walk(Visit visit) {
    Group group =
        GROUPS.stream()
            .filter(g -> visit.schema().containsKey(g.leader()))
            .findFirst()
            .orElse(PLAIN);
    for (Map.Entry<?, ?> entry : visit.schema().entrySet()) {
      String keyword = String.valueOf(entry.getKey());
      Place place = visit.place().below(keyword);
      boolean enforced = group.enforced().contains(keyword) && isSound(keyword, entry.getValue());
      if (!enforced && !isAnnotation(keyword)) {
        unenforced.add(place.pointer());
      }
      if (enforced || keyword.equals("oneOf") || keyword.equals("allOf")) {
        descend(keyword, place, entry.getValue());
      }
    }
  }

  private void descend(String keyword, Place place, @Nullable Object value) {
    switch (keyword) {
      case "$ref" -> {
        String ref = String.valueOf(value);
        visit(new Place(null, pointer(ref).orElseThrow()), target(root, ref).orElseThrow());
      }
      case "items", "additionalProperties" -> visit(place, value);
      case "properties" -> {
        if (value instanceof Map<?, ?> map) {
          map.forEach((name, schema) -> visit(place.below(String.valueOf(name)), schema));
        }
      }
      case "anyOf", "oneOf", "allOf" -> {
        if (value instanceof List<?> list) {
          for (int i = 0; i < list.size(); i++) {
            visit(place.below(i), list.get(i));
          }
        }
      }
      default -> {
        // Holds no schema.
      }
    }
  }

  /// Whether the keyword asserts nothing.
  public static boolean isAnnotation(String keyword) {
    return ANNOTATIONS.contains(keyword) || keyword.startsWith("x-");
  }

  private boolean isSound(String keyword, @Nullable Object value) {
    return switch (keyword) {
      case "$ref" -> value instanceof String ref && target(root, ref).isPresent();
      case "type" ->
          isType(value)
              || value instanceof List<?> list
                  && !list.isEmpty()
                  && list.stream().allMatch(SchemaKeywords::isType);
      case "nullable" -> value instanceof Boolean;
      case "properties" -> value instanceof Map<?, ?>;
      case "items", "additionalProperties" ->
          value instanceof Map<?, ?> || value instanceof Boolean;
      case "required" ->
          value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
      case "minItems", "maxItems" ->
          value instanceof Number number
              && number.doubleValue() >= 0
              && number.doubleValue() % 1 == 0;
      case "enum" -> value instanceof List<?>;
      case "anyOf" -> value instanceof List<?> list && !list.isEmpty();
      default -> true;
    };
  }

  private static boolean isType(@Nullable Object value) {
    return value instanceof String name && TYPES.contains(name);
  }
}
