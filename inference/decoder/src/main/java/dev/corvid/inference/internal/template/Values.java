package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// What Python does with values everywhere: truth, equality, order, type names.
final class Values {
  private static final int MAX_DEPTH = 100;

  private Values() {}

  static boolean truth(Object value) {
    return switch (value) {
      case Boolean b -> b;
      case Long n -> n != 0;
      case Double d -> d != 0;
      case Text t -> t.length() > 0;
      case List<?> l -> !l.isEmpty();
      case Map<?, ?> m -> !m.isEmpty();
      case None ignored -> false;
      default -> true;
    };
  }

  static boolean equal(Object a, Object b, Limits limits) {
    return equal(a, b, 0, limits);
  }

  private static boolean equal(Object a, Object b, int depth, Limits limits) {
    limits.made(a instanceof Text text ? text.length() : 1);
    if (depth > MAX_DEPTH) {
      throw new TemplateException("values must nest at most " + MAX_DEPTH + " deep");
    }
    if (isNumber(a) && isNumber(b)) {
      return a instanceof Double || b instanceof Double ? real(a) == real(b) : whole(a) == whole(b);
    }
    return switch (a) {
      case List<?> l -> b instanceof List<?> other && equalLists(l, other, depth, limits);
      case Map<?, ?> m -> b instanceof Map<?, ?> other && equalMaps(m, other, depth, limits);
      case None.Undefined ignored -> b instanceof None.Undefined;
      default -> a.equals(b);
    };
  }

  private static boolean equalLists(List<?> a, List<?> b, int depth, Limits limits) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> others = b.iterator();
    for (Object item : a) {
      if (!equal(item, others.next(), depth + 1, limits)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMaps(Map<?, ?> a, Map<?, ?> b, int depth, Limits limits) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      Object other = b.get(entry.getKey());
      if (other == null || !equal(entry.getValue(), other, depth + 1, limits)) {
        return false;
      }
    }
    return true;
  }

  static int compare(Object a, Object b, Limits limits) {
    limits.made(a instanceof Text text ? text.length() : 1);
    if (isNumber(a) && isNumber(b)) {
      return a instanceof Double || b instanceof Double
          ? Double.compare(real(a), real(b))
          : Long.compare(whole(a), whole(b));
    }
    if (a instanceof Text x && b instanceof Text y) {
      return x.value().compareTo(y.value());
    }
    throw new TemplateException("cannot compare " + type(a) + " with " + type(b));
  }

  /// Python's booleans are numbers, too.
  static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean;
  }

  static double real(Object value) {
    return value instanceof Double d ? d : whole(value);
  }

  static long whole(Object value) {
    return switch (value) {
      case Long n -> n;
      case Boolean b -> b ? 1 : 0;
      default -> throw new TemplateException("must be an integer, is " + type(value));
    };
  }

  static int index(Object value) {
    long n = whole(value);
    return Math.clamp(n, Integer.MIN_VALUE + 1, Integer.MAX_VALUE);
  }

  static Text text(Object value) {
    if (value instanceof Text text) {
      return text;
    }
    throw new TemplateException("must be a string, is " + type(value));
  }

  /// A value as something to loop over: a list, a map's keys, a string's characters.
  static List<Object> items(Object value) {
    return switch (value) {
      case List<?> list -> List.copyOf(list);
      case Map<?, ?> map -> map.keySet().stream().map(Values::key).toList();
      case Text text -> characters(text);
      case None.Undefined ignored -> List.of();
      default -> throw new TemplateException("cannot loop over " + type(value));
    };
  }

  /// Where a key of a map came from is not known, so it counts as data.
  static Object key(Object key) {
    return Text.data((String) key);
  }

  private static List<Object> characters(Text text) {
    List<Object> characters = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      int end = text.value().offsetByCodePoints(i, 1);
      characters.add(text.slice(i, end));
      i = end;
    }
    return characters;
  }

  static String type(Object value) {
    return switch (value) {
      case Boolean b -> "a boolean";
      case Long n -> "an integer";
      case Double d -> "a float";
      case Text t -> "a string";
      case List<?> l -> "a list";
      case Map<?, ?> m -> "a dict";
      case Namespace n -> "a namespace";
      case None.Undefined(String name) -> "undefined ('" + name + "')";
      case None.Nothing n -> "none";
      default -> "a function";
    };
  }
}
