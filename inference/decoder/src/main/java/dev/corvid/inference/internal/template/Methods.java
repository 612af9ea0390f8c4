package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The methods of strings and dicts that templates call.
final class Methods {
  private Methods() {}

  static Object call(Object target, String name, Arguments arguments, Limits limits) {
    Object result =
        switch (target) {
          case Text text -> ofText(text, name, arguments);
          case Map<?, ?> map -> ofMap(map, name, arguments);
          default -> throw unsupported(target, name);
        };
    if (result instanceof List<?> list) {
      limits.listed(list.size());
    }
    return result;
  }

  private static Object ofText(Text text, String name, Arguments arguments) {
    return switch (name) {
      case "strip" -> Strings.strip(text, arguments.get(0, "chars", None.NONE), true, true);
      case "lstrip" -> Strings.strip(text, arguments.get(0, "chars", None.NONE), true, false);
      case "rstrip" -> Strings.strip(text, arguments.get(0, "chars", None.NONE), false, true);
      case "split" ->
          Strings.split(
              text, arguments.get(0, "sep", None.NONE), most(arguments.get(1, "maxsplit", -1L)));
      case "splitlines" -> lines(text);
      case "upper" -> Strings.upper(text);
      case "lower" -> Strings.lower(text);
      case "title" -> Strings.title(text);
      case "capitalize" -> Strings.capitalize(text);
      case "replace" ->
          Strings.replace(
              text,
              Values.text(arguments.required(0, name)),
              Values.text(arguments.required(1, name)),
              most(arguments.get(2, "count", -1L)));
      case "join" -> Strings.join(Values.items(arguments.required(0, name)), text);
      case "startswith" -> affix(text, arguments.required(0, name), true);
      case "endswith" -> affix(text, arguments.required(0, name), false);
      case "find" -> (long) text.value().indexOf(Values.text(arguments.required(0, name)).value());
      case "count" ->
          Strings.split(text, arguments.required(0, name), Integer.MAX_VALUE).size() - 1L;
      case "isdigit" -> text.length() > 0 && text.value().codePoints().allMatch(Character::isDigit);
      default -> throw unsupported(text, name);
    };
  }

  private static List<Object> lines(Text text) {
    List<Object> lines =
        new ArrayList<>(Strings.split(text, Text.literal("\n"), Integer.MAX_VALUE));
    if (((Text) lines.getLast()).length() == 0) {
      lines.removeLast();
    }
    return lines;
  }

  private static boolean affix(Text text, Object affix, boolean start) {
    if (affix instanceof List<?> several) {
      return several.stream().anyMatch(one -> affix(text, one, start));
    }
    String value = Values.text(affix).value();
    return start ? text.value().startsWith(value) : text.value().endsWith(value);
  }

  private static int most(Object value) {
    int most = Values.index(value);
    return most < 0 ? Integer.MAX_VALUE : most;
  }

  private static Object ofMap(Map<?, ?> map, String name, Arguments arguments) {
    return switch (name) {
      case "items" -> items(map);
      case "keys" -> Values.items(map);
      case "values" -> new ArrayList<Object>(map.values());
      case "get" -> {
        Object key = arguments.required(0, name);
        Object value = key instanceof Text text ? map.get(text.value()) : null;
        yield value == null ? arguments.get(1, "default", None.NONE) : value;
      }
      default -> throw unsupported(map, name);
    };
  }

  static List<Object> items(Map<?, ?> map) {
    List<Object> items = new ArrayList<>();
    map.forEach((key, value) -> items.add(List.of(Values.key(key), value)));
    return items;
  }

  private static TemplateException unsupported(Object target, String name) {
    return new TemplateException(
        "%s has no method '%s' that is supported".formatted(Values.type(target), name));
  }
}
