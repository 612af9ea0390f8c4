package dev.corvid.inference.internal.constraint;

import dev.corvid.agent.SchemaKeywords;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

/// Joins schemas that must all be fulfilled, as far as that is simple: types meet, properties and
/// required names unite, and of other keywords the first stays. Only for lenient constraints, whose
/// finished texts are validated. The same schemas are joined once, so that schemas which refer to
/// themselves come to an end.
final class SchemaMerger {
  private final Object root;
  private final Map<Object, Map<Object, Map<String, @Nullable Object>>> pairs =
      new IdentityHashMap<>();

  SchemaMerger(Object root) {
    this.root = root;
  }

  /// The schema with what is in its `allOf` and in theirs.
  Map<String, @Nullable Object> allOf(Map<?, ?> schema) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Map<?, ?>> parts = new ArrayDeque<>(List.of(schema));
    while (!parts.isEmpty()) {
      Map<?, ?> part = parts.pop();
      if (seen.add(part)) {
        part.forEach((keyword, value) -> merge(merged, String.valueOf(keyword), value));
        if (part != schema) {
          merged.computeIfPresent("nullable", (keyword, value) -> schema.get(keyword));
        }
        if (part.get("allOf") instanceof List<?> more) {
          more.reversed().forEach(inner -> resolve(inner).ifPresent(parts::push));
        }
      }
    }
    return merged;
  }

  /// A branch of the schema's `anyOf` or `oneOf` together with what is asserted beside that; only
  /// the branch if nothing is.
  @Nullable Object branch(Map<?, ?> schema, String keyword, @Nullable Object branch) {
    Map<String, @Nullable Object> beside = new LinkedHashMap<>();
    schema.forEach((name, value) -> beside.put(String.valueOf(name), value));
    beside.remove(keyword);
    beside.remove("nullable");
    beside.keySet().removeIf(SchemaKeywords::isAnnotation);
    if (beside.isEmpty() || !(branch instanceof Map<?, ?>)) {
      return branch;
    }
    return pairs
        .computeIfAbsent(schema, first -> new IdentityHashMap<>())
        .computeIfAbsent(branch, second -> bothOf(beside, branch));
  }

  private static Map<String, @Nullable Object> bothOf(Object one, Object other) {
    Map<String, @Nullable Object> both = new LinkedHashMap<>();
    both.put("allOf", List.of(one, other));
    return both;
  }

  /// What the part stands for, if that is an object.
  private Optional<Map<?, ?>> resolve(@Nullable Object part) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Object at = part;
    while (at instanceof Map<?, ?> map && seen.add(map)) {
      Optional<Object> target =
          map.get("$ref") instanceof String ref
              ? SchemaKeywords.target(root, ref)
              : Optional.empty();
      if (target.isEmpty()) {
        return Optional.of(map);
      }
      at = target.get();
    }
    return Optional.empty();
  }

  private void merge(Map<String, @Nullable Object> into, String keyword, @Nullable Object value) {
    if (keyword.equals("allOf") || SchemaKeywords.isAnnotation(keyword)) {
      return;
    }
    Object present = into.get(keyword);
    if (present == null) {
      into.put(keyword, value);
    } else if (keyword.equals("type")) {
      List<String> both = meet(Map.of(keyword, present), value);
      if (!both.isEmpty()) {
        into.put(keyword, both);
      }
    } else if (present instanceof Map<?, ?> one
        && value instanceof Map<?, ?> other
        && keyword.equals("properties")) {
      into.put(keyword, unite(one, other));
    } else if (present instanceof List<?> one
        && value instanceof List<?> other
        && keyword.equals("required")) {
      Set<@Nullable Object> names = new LinkedHashSet<>(one);
      names.addAll(other);
      into.put(keyword, new ArrayList<>(names));
    }
  }

  private static List<String> meet(Map<?, ?> present, @Nullable Object type) {
    Map<String, @Nullable Object> other = new LinkedHashMap<>();
    other.put("type", type);
    Set<String> one = JsonTypes.of(present);
    Set<String> two = JsonTypes.of(other);
    Set<String> both = new LinkedHashSet<>(one);
    both.removeIf(name -> !JsonTypes.includes(two, name));
    two.stream().filter(name -> JsonTypes.includes(one, name)).forEach(both::add);
    return List.copyOf(both);
  }

  private Map<String, @Nullable Object> unite(Map<?, ?> one, Map<?, ?> other) {
    Map<String, @Nullable Object> united = new LinkedHashMap<>();
    one.forEach((name, schema) -> united.put(String.valueOf(name), schema));
    other.forEach(
        (name, schema) -> {
          Object present = united.get(String.valueOf(name));
          united.put(String.valueOf(name), present == null ? schema : join(present, schema));
        });
    return united;
  }

  private Object join(Object one, @Nullable Object other) {
    if (other == null || one.equals(other)) {
      return one;
    }
    return pairs
        .computeIfAbsent(one, first -> new IdentityHashMap<>())
        .computeIfAbsent(other, second -> bothOf(one, other));
  }
}
