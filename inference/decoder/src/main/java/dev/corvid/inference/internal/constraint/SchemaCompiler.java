package dev.corvid.inference.internal.constraint;

import dev.corvid.agent.SchemaKeywords;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a schema into nodes. A keyword that is malformed counts as absent: whether that is allowed
/// was decided before, by [SchemaKeywords].
final class SchemaCompiler {
  private static final int MOST_COMPOSITES = 10_000;
  private static final List<String> OBJECT_KEYWORDS =
      List.of("properties", "required", "additionalProperties");
  private static final List<String> ARRAY_KEYWORDS = List.of("items", "minItems", "maxItems");

  private final Object root;
  private final SchemaMerger merger;
  private final List<Composite> composites = new ArrayList<>();
  private final Map<Object, Choice> references = new IdentityHashMap<>();
  private final Map<Object, Choice> joined = new IdentityHashMap<>();
  private final Deque<Map.Entry<Choice, Object>> pending = new ArrayDeque<>();
  private @Nullable Choice any;

  SchemaCompiler(Object root) {
    this.root = root;
    this.merger = new SchemaMerger(root);
  }

  Node compile() {
    Node start = reference(root);
    while (!pending.isEmpty()) {
      Map.Entry<Choice, Object> next = pending.removeFirst();
      next.getKey().add(schema(next.getValue()));
    }
    // What refers to others was mostly met before them.
    List<Composite> backwards = composites.reversed();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Composite composite : backwards) {
        changed |= composite.relax();
      }
    }
    composites.forEach(Composite::complete);
    return start;
  }

  /// The node of a schema that may be referred to again, even from within itself.
  private Node reference(Object target) {
    return later(references, target, target);
  }

  /// The node of a schema with `allOf`, which may come to itself again.
  private Node joined(Map<?, ?> schema) {
    return later(joined, schema, merger.allOf(schema));
  }

  private Node later(Map<Object, Choice> known, Object key, Object schema) {
    Choice node = known.get(key);
    if (node == null) {
      node = add(new Choice());
      known.put(key, node);
      pending.add(Map.entry(node, schema));
    }
    return node;
  }

  private <T extends Composite> T add(T composite) {
    if (composites.size() >= MOST_COMPOSITES) {
      throw new SchemaException(
          "the schema has more than %,d objects, arrays and alternatives"
              .formatted(MOST_COMPOSITES),
          "Give a part of the schema.");
    }
    composites.add(composite);
    return composite;
  }

  private Node schema(@Nullable Object schema) {
    if (Boolean.FALSE.equals(schema)) {
      return choice(List.of());
    }
    if (!(schema instanceof Map<?, ?> map)) {
      return any();
    }
    if (map.get("$ref") instanceof String ref) {
      Optional<Object> target = SchemaKeywords.target(root, ref);
      if (target.isPresent()) {
        return reference(target.get());
      }
    }
    if (map.containsKey("const")) {
      return words(Collections.singletonList(map.get("const")), map);
    }
    if (map.get("enum") instanceof List<?> values) {
      return words(values, map);
    }
    for (String keyword : List.of("anyOf", "oneOf")) {
      if (map.get(keyword) instanceof List<?> branches && !branches.isEmpty()) {
        return branches(branches, keyword, map);
      }
    }
    if (map.get("allOf") instanceof List<?> parts && !parts.isEmpty()) {
      return joined(map);
    }
    return types(map);
  }

  private Node choice(List<Node> options) {
    return options.size() == 1 ? options.getFirst() : add(Choice.of(options.toArray(Node[]::new)));
  }

  private Node branches(List<?> branches, String keyword, Map<?, ?> schema) {
    List<Node> options = new ArrayList<>();
    for (Object branch : branches) {
      options.add(schema(merger.branch(schema, keyword, branch)));
    }
    if (isNullable(schema)) {
      options.add(word((Object) null));
    }
    return choice(options);
  }

  private static boolean isNullable(Map<?, ?> schema) {
    return Boolean.TRUE.equals(schema.get("nullable"));
  }

  private Node words(List<?> values, Map<?, ?> schema) {
    Set<String> types = JsonTypes.of(schema);
    Words words = Words.NONE;
    for (int i = 0; i < values.size(); i++) {
      if (JsonTypes.isOneOf(values.get(i), types)) {
        words = words.with(JsonText.of(values.get(i)), i, 0);
      }
    }
    return new Word(words);
  }

  private static Node word(@Nullable Object... values) {
    Words words = Words.NONE;
    for (int i = 0; i < values.length; i++) {
      words = words.with(JsonText.of(values[i]), i, 0);
    }
    return new Word(words);
  }

  private Node types(Map<?, ?> schema) {
    Set<String> types = new LinkedHashSet<>(JsonTypes.of(schema));
    if (types.isEmpty()) {
      if (OBJECT_KEYWORDS.stream().anyMatch(schema::containsKey)) {
        types.add("object");
      }
      if (ARRAY_KEYWORDS.stream().anyMatch(schema::containsKey)) {
        types.add("array");
      }
      if (types.isEmpty()) {
        return any();
      }
      if (isNullable(schema)) {
        types.add("null");
      }
    }
    List<Node> options = new ArrayList<>();
    types.forEach(type -> options.add(type(type, schema)));
    return choice(options);
  }

  private Node type(String type, Map<?, ?> schema) {
    return switch (type) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "string" -> Text.OPENING;
      case "number" -> Numeral.NUMBER;
      case "integer" -> Numeral.INTEGER;
      case "boolean" -> word(true, false);
      default -> word((Object) null);
    };
  }

  private Node object(Map<?, ?> schema) {
    Object others = schema.get("additionalProperties");
    Set<Object> required = new LinkedHashSet<>();
    if (schema.get("required") instanceof List<?> names) {
      required.addAll(names);
    }
    Map<Object, @Nullable Object> declared = new LinkedHashMap<>();
    if (schema.get("properties") instanceof Map<?, ?> map) {
      declared.putAll(map);
    }
    List<ObjectNode.Property> properties = new ArrayList<>();
    declared.forEach(
        (name, value) -> properties.add(property(name, schema(value), required.contains(name))));
    required.removeAll(declared.keySet());
    if (!required.isEmpty()) {
      Node other = schema(others == null ? true : others);
      required.forEach(name -> properties.add(property(name, other, true)));
    }
    Node extra = others == null ? choice(List.of()) : schema(others);
    return add(new ObjectNode(properties, extra));
  }

  private static ObjectNode.Property property(Object name, Node value, boolean required) {
    byte[] text = JsonText.of(String.valueOf(name));
    byte[] key = Arrays.copyOf(text, text.length + 1);
    key[text.length] = ':';
    return new ObjectNode.Property(key, value, required);
  }

  private Node array(Map<?, ?> schema) {
    Object items = schema.get("items");
    return add(
        new ArrayNode(
            schema(items == null ? true : items),
            count(schema.get("minItems"), 0),
            count(schema.get("maxItems"), ArrayNode.UNBOUNDED)));
  }

  private static int count(@Nullable Object number, int absent) {
    return number instanceof BigDecimal whole && whole.signum() >= 0 && JsonTypes.isWhole(whole)
        ? whole.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue()
        : absent;
  }

  /// Any JSON.
  private Node any() {
    if (any == null) {
      any = add(new Choice());
      any.add(Text.OPENING);
      any.add(Numeral.NUMBER);
      any.add(word(true, false, null));
      any.add(add(new ArrayNode(any, 0, ArrayNode.UNBOUNDED)));
      any.add(add(new ObjectNode(List.of(), any)));
    }
    return any;
  }
}
