package dev.corvid.inference.internal.template;

import java.util.List;
import java.util.Map;

/// The tests of a template: `value is name`.
final class Conditions {
  private Conditions() {}

  static boolean test(String name, Object value, List<Object> arguments, Limits limits) {
    return switch (name) {
      case "defined" -> !(value instanceof None.Undefined);
      case "undefined" -> value instanceof None.Undefined;
      case "none" -> value instanceof None.Nothing;
      case "boolean" -> value instanceof Boolean;
      case "true" -> value.equals(true);
      case "false" -> value.equals(false);
      case "string" -> value instanceof Text;
      case "number" -> Values.isNumber(value);
      case "integer" -> value instanceof Long;
      case "float" -> value instanceof Double;
      case "mapping" -> value instanceof Map<?, ?>;
      case "sequence" -> isSequence(value);
      case "iterable" -> isSequence(value) || value instanceof None.Undefined;
      case "callable" -> value instanceof Callable;
      case "odd" -> Math.floorMod(Values.whole(value), 2) == 1;
      case "even" -> Math.floorMod(Values.whole(value), 2) == 0;
      case "lower" -> isLower(Values.text(value).value());
      case "upper" -> isUpper(Values.text(value).value());
      default -> compare(name, value, arguments, limits);
    };
  }

  private static boolean isSequence(Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?> || value instanceof Text;
  }

  private static boolean isLower(String text) {
    return text.chars().anyMatch(Character::isLowerCase)
        && text.chars().noneMatch(Character::isUpperCase);
  }

  private static boolean isUpper(String text) {
    return text.chars().anyMatch(Character::isUpperCase)
        && text.chars().noneMatch(Character::isLowerCase);
  }

  private static boolean compare(String name, Object value, List<Object> arguments, Limits limits) {
    Object other = arguments.isEmpty() ? new None.Undefined("argument") : arguments.getFirst();
    return switch (name) {
      case "eq", "equalto" -> Values.equal(value, other, limits);
      case "ne" -> !Values.equal(value, other, limits);
      case "lt", "lessthan" -> Values.compare(value, other, limits) < 0;
      case "le" -> Values.compare(value, other, limits) <= 0;
      case "gt", "greaterthan" -> Values.compare(value, other, limits) > 0;
      case "ge" -> Values.compare(value, other, limits) >= 0;
      case "in" -> Operators.contains(other, value, limits);
      case "sameas" -> value == other || value.equals(other) && !(value instanceof List<?>);
      case "divisibleby" -> Operators.apply("%", value, other).equals(0L);
      default -> throw new TemplateException("the test '" + name + "' is not supported");
    };
  }
}
