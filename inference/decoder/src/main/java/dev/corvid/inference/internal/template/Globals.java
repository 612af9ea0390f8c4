package dev.corvid.inference.internal.template;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/// The functions that every chat template may call.
final class Globals {
  private static final int MAX_RANGE = 100_000;

  private Globals() {}

  static void define(Scope scope, LocalDateTime now, Limits limits) {
    scope.set("range", (Callable) (positional, named) -> range(positional, limits));
    scope.set("namespace", (Callable) (positional, named) -> namespace(positional, named));
    scope.set("dict", (Callable) (positional, named) -> new LinkedHashMap<>(named));
    scope.set(
        "raise_exception",
        (Callable)
            (positional, named) -> {
              throw new TemplateException(Printer.string(first(positional)).value(), true);
            });
    scope.set(
        "strftime_now",
        (Callable)
            (positional, named) ->
                Text.literal(strftime(Values.text(first(positional)).value(), now)));
  }

  private static Object first(List<Object> arguments) {
    if (arguments.isEmpty()) {
      throw new TemplateException("a function needs an argument");
    }
    return arguments.getFirst();
  }

  private static Object range(List<Object> arguments, Limits limits) {
    boolean one = arguments.size() == 1;
    long start = one ? 0 : Values.whole(first(arguments));
    long stop = Values.whole(one ? first(arguments) : arguments.get(1));
    long step = arguments.size() > 2 ? Values.whole(arguments.get(2)) : 1;
    if (step == 0) {
      throw new TemplateException("range() must have a step other than 0");
    }
    long distance = step > 0 ? Math.subtractExact(stop, start) : Math.subtractExact(start, stop);
    long count = Math.max(0, Math.ceilDiv(distance, Math.absExact(step)));
    if (count > MAX_RANGE) {
      throw new TemplateException("range() must have at most " + MAX_RANGE + " items");
    }
    limits.listed((int) count);
    return LongStream.range(0, count).<Object>mapToObj(i -> start + i * step).toList();
  }

  private static Object namespace(List<Object> positional, Map<String, Object> named) {
    Namespace namespace = new Namespace();
    for (Object initial : positional) {
      if (initial instanceof Map<?, ?> map) {
        map.forEach((key, value) -> namespace.values().put((String) key, value));
      }
    }
    namespace.values().putAll(named);
    return namespace;
  }

  private static String strftime(String format, LocalDateTime now) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        text.append(c);
        continue;
      }
      char field = format.charAt(++i);
      text.append(field == '%' ? "%" : field(field, now));
    }
    return text.toString();
  }

  private static String field(char field, LocalDateTime now) {
    String pattern =
        switch (field) {
          case 'Y' -> "yyyy";
          case 'y' -> "yy";
          case 'm' -> "MM";
          case 'd' -> "dd";
          case 'B' -> "MMMM";
          case 'b' -> "MMM";
          case 'A' -> "EEEE";
          case 'a' -> "EEE";
          case 'H' -> "HH";
          case 'I' -> "hh";
          case 'M' -> "mm";
          case 'S' -> "ss";
          case 'p' -> "a";
          case 'j' -> "DDD";
          default -> throw new TemplateException("strftime_now does not support %" + field);
        };
    return DateTimeFormatter.ofPattern(pattern, Locale.US).format(now);
  }
}
