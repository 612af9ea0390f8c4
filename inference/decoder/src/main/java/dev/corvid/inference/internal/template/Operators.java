package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Arithmetic, concatenation and comparison with Python's rules.
final class Operators {
  private static final int MAX_LIST = 1 << 16;

  private Operators() {}

  static Object negate(Object value) {
    return value instanceof Double d ? (Object) (-d) : Math.negateExact(Values.whole(value));
  }

  static Object apply(String operator, Object left, Object right) {
    if (operator.equals("~")) {
      return Printer.string(left).concat(Printer.string(right));
    }
    if (operator.equals("+") && left instanceof Text a && right instanceof Text b) {
      return a.concat(b);
    }
    if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
      return joined(a, b);
    }
    if (operator.equals("*") && left instanceof Text text && right instanceof Long times) {
      return repeat(text, times);
    }
    if (!Values.isNumber(left) || !Values.isNumber(right)) {
      throw new TemplateException(
          "cannot apply '%s' to %s and %s"
              .formatted(operator, Values.type(left), Values.type(right)));
    }
    boolean real = left instanceof Double || right instanceof Double || operator.equals("/");
    return real
        ? real(operator, Values.real(left), Values.real(right))
        : (Object) whole(operator, Values.whole(left), Values.whole(right));
  }

  private static Object joined(List<?> a, List<?> b) {
    if (a.size() + b.size() > MAX_LIST) {
      throw new TemplateException("a list must have at most " + MAX_LIST + " items");
    }
    List<Object> joined = new ArrayList<>(a);
    joined.addAll(b);
    return joined;
  }

  private static Text repeat(Text text, long times) {
    TextBuilder out = new TextBuilder();
    for (long i = 0; i < times && text.length() > 0; i++) {
      out.append(text);
    }
    return out.build();
  }

  private static long whole(String operator, long a, long b) {
    return switch (operator) {
      case "+" -> Math.addExact(a, b);
      case "-" -> Math.subtractExact(a, b);
      case "*" -> Math.multiplyExact(a, b);
      case "//" -> Math.floorDivExact(a, divisor(b));
      case "%" -> Math.floorMod(a, divisor(b));
      default -> power(a, b);
    };
  }

  private static long power(long base, long exponent) {
    if (exponent < 0 || exponent > 64 && Math.abs(base) > 1) {
      throw new TemplateException("the exponent must be from 0 to 64, is " + exponent);
    }
    long result = 1;
    for (long i = 0; i < Math.min(exponent, 64 + exponent % 2); i++) {
      result = Math.multiplyExact(result, base);
    }
    return result;
  }

  private static long divisor(long value) {
    if (value == 0) {
      throw new TemplateException("cannot divide by zero");
    }
    return value;
  }

  private static double real(String operator, double a, double b) {
    if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
      throw new TemplateException("cannot divide by zero");
    }
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      case "//" -> Math.floor(a / b);
      case "%" -> a - b * Math.floor(a / b);
      default -> Math.pow(a, b);
    };
  }

  static boolean compare(String operator, Object left, Object right, Limits limits) {
    return switch (operator) {
      case "==" -> Values.equal(left, right, limits);
      case "!=" -> !Values.equal(left, right, limits);
      case "<" -> Values.compare(left, right, limits) < 0;
      case "<=" -> Values.compare(left, right, limits) <= 0;
      case ">" -> Values.compare(left, right, limits) > 0;
      case ">=" -> Values.compare(left, right, limits) >= 0;
      case "in" -> contains(right, left, limits);
      default -> !contains(right, left, limits);
    };
  }

  static boolean contains(Object container, Object item, Limits limits) {
    return switch (container) {
      case Text text -> text.value().contains(Values.text(item).value());
      case List<?> list -> list.stream().anyMatch(other -> Values.equal(other, item, limits));
      case Map<?, ?> map -> item instanceof Text key && map.containsKey(key.value());
      case None.Undefined ignored -> false;
      default -> throw new TemplateException("cannot look into " + Values.type(container));
    };
  }
}
