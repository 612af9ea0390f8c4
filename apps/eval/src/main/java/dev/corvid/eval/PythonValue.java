package dev.corvid.eval;

import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// JSON as Python reads it, with Python's types and its equality: `1 == 1.0 == True`, but their
/// types differ. BFCL's checker is written in those terms.
final class PythonValue {
  /// The types that `json.loads` makes.
  enum Type {
    NONE,
    BOOL,
    INT,
    FLOAT,
    STR,
    LIST,
    DICT;

    private boolean isNumber() {
      return this == BOOL || this == INT || this == FLOAT;
    }
  }

  private PythonValue() {}

  static Type type(JsonNode json) {
    return switch (json.getNodeType()) {
      case BOOLEAN -> Type.BOOL;
      case NUMBER -> json.isIntegralNumber() ? Type.INT : Type.FLOAT;
      case STRING -> Type.STR;
      case ARRAY -> Type.LIST;
      case OBJECT -> Type.DICT;
      case NULL, MISSING, BINARY, POJO -> Type.NONE;
    };
  }

  static boolean equal(JsonNode a, JsonNode b) {
    Type type = type(a);
    if (type.isNumber() && type(b).isNumber()) {
      return equalNumbers(a, b);
    }
    if (type != type(b)) {
      return false;
    }
    return switch (type) {
      case NONE -> true;
      case STR -> a.stringValue().equals(b.stringValue());
      case LIST -> equalLists(a, b);
      case DICT -> equalDicts(a, b);
      case BOOL, INT, FLOAT -> throw new AssertionError(type);
    };
  }

  private static boolean equalLists(JsonNode a, JsonNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalDicts(JsonNode a, JsonNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> entry : a.properties()) {
      if (!b.has(entry.getKey()) || !equal(entry.getValue(), b.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /// Exactly, as Python compares an integer with a float.
  private static boolean equalNumbers(JsonNode a, JsonNode b) {
    if (!isFinite(a) || !isFinite(b)) {
      return !isFinite(a) && !isFinite(b) && a.doubleValue() == b.doubleValue();
    }
    return decimal(a).compareTo(decimal(b)) == 0;
  }

  private static boolean isFinite(JsonNode number) {
    return type(number) != Type.FLOAT || Double.isFinite(number.doubleValue());
  }

  private static BigDecimal decimal(JsonNode number) {
    return switch (type(number)) {
      case BOOL -> number.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
      case INT -> new BigDecimal(number.bigIntegerValue());
      default -> new BigDecimal(number.doubleValue());
    };
  }
}
