package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attributes, items and slices of values.
final class Members {
  private Members() {}

  /// `target.name`
  static Object get(Object target, String name) {
    Object value =
        switch (target) {
          case Map<?, ?> map -> map.get(name);
          case Namespace namespace -> namespace.values().get(name);
          case None.Undefined(String missing) ->
              throw new TemplateException("'" + missing + "' is undefined");
          default -> null;
        };
    return orUndefined(value, name);
  }

  /// `target[key]`
  static Object item(Object target, Object key) {
    if (key instanceof Text name) {
      return get(target, name.value());
    }
    if (target instanceof None.Undefined(String missing)) {
      throw new TemplateException("'" + missing + "' is undefined");
    }
    boolean indexed = target instanceof List<?> || target instanceof Text;
    if (!indexed || !(key instanceof Long number)) {
      return new None.Undefined("item");
    }
    List<?> items = target instanceof List<?> list ? list : Values.items(target);
    long index = number < 0 ? number + items.size() : number;
    boolean inside = index >= 0 && index < items.size();
    return orUndefined(inside ? items.get((int) index) : null, "item " + number);
  }

  private static Object orUndefined(@Nullable Object value, String name) {
    return value == null ? new None.Undefined(name) : value;
  }

  /// `target[start:stop:step]`, none where left out.
  static Object slice(Object target, Object start, Object stop, Object step) {
    if (!(target instanceof List<?> || target instanceof Text)) {
      throw new TemplateException("cannot slice " + Values.type(target));
    }
    List<?> items = target instanceof List<?> list ? list : Values.items(target);
    int by = step == None.NONE ? 1 : Values.index(step);
    if (by == 0) {
      throw new TemplateException("a slice must have a step other than 0");
    }
    int size = items.size();
    int from = bound(start, by > 0 ? 0 : size - 1, size, by);
    int to = bound(stop, by > 0 ? size : -1, size, by);
    List<Object> slice = new ArrayList<>();
    for (long i = from; by > 0 ? i < to : i > to; i += by) {
      slice.add(items.get((int) i));
    }
    return target instanceof Text ? joined(slice) : slice;
  }

  private static int bound(Object bound, int fallback, int size, int step) {
    if (bound == None.NONE) {
      return fallback;
    }
    int index = Values.index(bound);
    int absolute = index < 0 ? index + size : index;
    return step > 0 ? Math.clamp(absolute, 0, size) : Math.clamp(absolute, -1, size - 1);
  }

  private static Text joined(List<Object> characters) {
    TextBuilder out = new TextBuilder();
    characters.forEach(character -> out.append((Text) character));
    return out.build();
  }
}
