package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// The filters of a template: `value | name`.
final class Filters {
  private Filters() {}

  static Object apply(String name, Object value, Arguments arguments, Limits limits) {
    Object result = filtered(name, value, arguments, limits);
    if (result instanceof List<?> list) {
      limits.listed(list.size());
    }
    return result;
  }

  private static Object filtered(String name, Object value, Arguments arguments, Limits limits) {
    return switch (name) {
      case "trim" ->
          Strings.strip(Printer.string(value), arguments.get(0, "chars", None.NONE), true, true);
      case "tojson" -> Printer.json(value, indent(arguments.get(0, "indent", None.NONE)));
      case "upper" -> Strings.upper(Printer.string(value));
      case "lower" -> Strings.lower(Printer.string(value));
      case "title" -> Strings.title(Printer.string(value));
      case "capitalize" -> Strings.capitalize(Printer.string(value));
      case "string" -> Printer.string(value);
      case "safe", "escape", "e" -> safe(name, value);
      case "replace" -> replace(value, arguments);
      case "join" -> join(value, arguments);
      case "indent" -> indented(value, arguments);
      case "default", "d" -> fallback(value, arguments);
      case "int" -> whole(value, arguments);
      case "float" -> real(value, arguments);
      case "abs" ->
          value instanceof Double d ? (Object) Math.abs(d) : Math.absExact(Values.whole(value));
      default -> ofItems(name, value, arguments, limits);
    };
  }

  /// Hugging Face renders without escaping, so that nothing is unsafe; escaping is not supported.
  private static Object safe(String name, Object value) {
    if (!name.equals("safe")) {
      throw unsupported(name);
    }
    return value;
  }

  private static int indent(Object indent) {
    return indent == None.NONE ? -1 : Math.clamp(Values.whole(indent), 0, 16);
  }

  private static Object replace(Object value, Arguments arguments) {
    Object count = arguments.get(2, "count", None.NONE);
    return Strings.replace(
        Printer.string(value),
        Printer.string(arguments.required(0, "replace")),
        Printer.string(arguments.required(1, "replace")),
        count == None.NONE ? Integer.MAX_VALUE : Values.index(count));
  }

  private static Object join(Object value, Arguments arguments) {
    Object attribute = arguments.get(1, "attribute", None.NONE);
    List<Object> items = Values.items(value);
    if (attribute != None.NONE) {
      items = items.stream().map(item -> Members.item(item, attribute)).toList();
    }
    return Strings.join(items, Printer.string(arguments.get(0, "d", Text.EMPTY)));
  }

  private static Object indented(Object value, Arguments arguments) {
    Object width = arguments.get(0, "width", 4L);
    Text by =
        width instanceof Text text
            ? text
            : Text.literal(" ".repeat(Math.clamp(Values.whole(width), 0, 100)));
    boolean first = Values.truth(arguments.get(1, "first", false));
    boolean blank = Values.truth(arguments.get(2, "blank", false));
    return Strings.indent(Printer.string(value), by, first, blank);
  }

  private static Object fallback(Object value, Arguments arguments) {
    boolean alsoFalse = Values.truth(arguments.get(1, "boolean", false));
    boolean absent = value instanceof None.Undefined || alsoFalse && !Values.truth(value);
    return absent ? arguments.get(0, "default_value", Text.EMPTY) : value;
  }

  private static Object whole(Object value, Arguments arguments) {
    try {
      return switch (value) {
        case Double d -> (long) (double) d;
        case Text text -> (long) Double.parseDouble(text.value().strip());
        default -> Values.whole(value);
      };
    } catch (NumberFormatException | TemplateException e) {
      return arguments.get(0, "default", 0L);
    }
  }

  private static Object real(Object value, Arguments arguments) {
    try {
      return value instanceof Text text
          ? (Object) Double.parseDouble(text.value().strip())
          : Values.real(value);
    } catch (NumberFormatException | TemplateException e) {
      return arguments.get(0, "default", 0.0);
    }
  }

  private static Object ofItems(String name, Object value, Arguments arguments, Limits limits) {
    return switch (name) {
      case "length", "count" -> length(value);
      case "items" -> value instanceof Map<?, ?> map ? Methods.items(map) : List.of();
      case "list" -> Values.items(value);
      case "first" -> Members.item(Values.items(value), 0L);
      case "last" -> Members.item(Values.items(value), -1L);
      case "reverse" -> Members.slice(value, None.NONE, None.NONE, -1L);
      case "sort" -> sorted(value, arguments, limits);
      case "unique" -> unique(value, limits);
      case "map" -> map(value, arguments, limits);
      case "select" -> select(value, arguments, true, limits);
      case "reject" -> select(value, arguments, false, limits);
      case "selectattr" -> selectByAttribute(value, arguments, true, limits);
      case "rejectattr" -> selectByAttribute(value, arguments, false, limits);
      default -> throw unsupported(name);
    };
  }

  private static long length(Object value) {
    return switch (value) {
      case Text text -> text.value().codePointCount(0, text.length());
      case Map<?, ?> map -> map.size();
      default -> Values.items(value).size();
    };
  }

  private static Object sorted(Object value, Arguments arguments, Limits limits) {
    Object attribute = arguments.get(2, "attribute", None.NONE);
    List<Object> items = new ArrayList<>(Values.items(value));
    items.sort((a, b) -> Values.compare(sortKey(a, attribute), sortKey(b, attribute), limits));
    if (Values.truth(arguments.get(0, "reverse", false))) {
      Collections.reverse(items);
    }
    return items;
  }

  private static Object sortKey(Object item, Object attribute) {
    Object key = attribute == None.NONE ? item : Members.item(item, attribute);
    return key instanceof Text text ? Strings.lower(text) : key;
  }

  private static Object unique(Object value, Limits limits) {
    List<Object> unique = new ArrayList<>();
    for (Object item : Values.items(value)) {
      if (!Operators.contains(unique, item, limits)) {
        unique.add(item);
      }
    }
    return unique;
  }

  private static Object map(Object value, Arguments arguments, Limits limits) {
    Object attribute = arguments.named().get("attribute");
    List<Object> mapped = new ArrayList<>();
    for (Object item : Values.items(value)) {
      mapped.add(
          attribute != null
              ? Members.item(item, attribute)
              : apply(
                  Values.text(arguments.required(0, "map")).value(),
                  item,
                  rest(arguments, 1),
                  limits));
    }
    return mapped;
  }

  private static Object select(Object value, Arguments arguments, boolean wanted, Limits limits) {
    List<Object> selected = new ArrayList<>();
    for (Object item : Values.items(value)) {
      if (passes(item, arguments, 0, limits) == wanted) {
        selected.add(item);
      }
    }
    return selected;
  }

  private static Object selectByAttribute(
      Object value, Arguments arguments, boolean wanted, Limits limits) {
    Object attribute = arguments.required(0, "selectattr");
    List<Object> selected = new ArrayList<>();
    for (Object item : Values.items(value)) {
      if (passes(Members.item(item, attribute), arguments, 1, limits) == wanted) {
        selected.add(item);
      }
    }
    return selected;
  }

  /// Whether the value passes the test that the argument at `index` names, or is true if none.
  private static boolean passes(Object value, Arguments arguments, int index, Limits limits) {
    if (arguments.positional().size() <= index) {
      return Values.truth(value);
    }
    String test = Values.text(arguments.positional().get(index)).value();
    return Conditions.test(
        operatorName(test), value, rest(arguments, index + 1).positional(), limits);
  }

  private static String operatorName(String test) {
    return switch (test) {
      case "==" -> "eq";
      case "!=" -> "ne";
      case "<" -> "lt";
      case "<=" -> "le";
      case ">" -> "gt";
      case ">=" -> "ge";
      default -> test;
    };
  }

  private static Arguments rest(Arguments arguments, int from) {
    List<Object> positional = arguments.positional();
    return new Arguments(
        positional.subList(Math.min(from, positional.size()), positional.size()),
        arguments.named());
  }

  private static TemplateException unsupported(String name) {
    return new TemplateException("the filter '" + name + "' is not supported");
  }
}
