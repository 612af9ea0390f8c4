package dev.corvid.inference.internal.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// Writes values as Python's `str`, `repr` and `json.dumps` do.
final class Printer {
  private static final int MAX_DEPTH = 100;

  private final TextBuilder out = new TextBuilder();

  /// Spaces per level, or negative for one line.
  private final int indent;

  private Printer(int indent) {
    this.indent = indent;
  }

  static Text string(Object value) {
    if (value instanceof Text text) {
      return text;
    }
    Printer printer = new Printer(-1);
    printer.repr(value, 0);
    return printer.out.build();
  }

  /// JSON with Python's separators; characters beyond ASCII stay, as Hugging Face sets it.
  static Text json(Object value, int indent) {
    Printer printer = new Printer(indent);
    printer.writeJson(value, 0);
    return printer.out.build();
  }

  private void repr(Object value, int depth) {
    check(depth);
    switch (value) {
      case Text t -> quoted(t);
      case List<?> l -> list(l, depth);
      case Map<?, ?> m -> dict(m, depth);
      case None.Undefined ignored -> {}
      case None.Nothing ignored -> data("None");
      case Boolean b -> data(b ? "True" : "False");
      case Double d -> data(real(d));
      case Long n -> data(n.toString());
      default -> data("<" + Values.type(value) + ">");
    }
  }

  private void list(List<?> list, int depth) {
    data("[");
    String separator = "";
    for (Object item : list) {
      data(separator);
      repr(item, depth + 1);
      separator = ", ";
    }
    data("]");
  }

  private void dict(Map<?, ?> map, int depth) {
    data("{");
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      data(separator);
      quoted(Text.data((String) entry.getKey()));
      data(": ");
      repr(entry.getValue(), depth + 1);
      separator = ", ";
    }
    data("}");
  }

  private void quoted(Text text) {
    String value = text.value();
    char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
    data(String.valueOf(quote));
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\n' -> data("\\n");
        case '\r' -> data("\\r");
        case '\t' -> data("\\t");
        case '\\' -> data("\\\\");
        default -> {
          if (c == quote) {
            data("\\");
          }
          out.append(text, i, i + 1);
        }
      }
    }
    data(String.valueOf(quote));
  }

  private void writeJson(Object value, int depth) {
    check(depth);
    switch (value) {
      case Text t -> jsonString(t);
      case List<?> l -> jsonList(l, depth);
      case Map<?, ?> m -> jsonDict(m, depth);
      case None.Nothing ignored -> data("null");
      case Boolean b -> data(b.toString());
      case Double d -> data(real(d));
      case Long n -> data(n.toString());
      default -> throw new TemplateException("tojson cannot write " + Values.type(value));
    }
  }

  private void jsonList(List<?> list, int depth) {
    data("[");
    boolean first = true;
    for (Object item : list) {
      separate(first, depth + 1);
      writeJson(item, depth + 1);
      first = false;
    }
    close(first, depth, "]");
  }

  private void jsonDict(Map<?, ?> map, int depth) {
    data("{");
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      separate(first, depth + 1);
      jsonString(Text.data((String) entry.getKey()));
      data(": ");
      writeJson(entry.getValue(), depth + 1);
      first = false;
    }
    close(first, depth, "}");
  }

  private void separate(boolean first, int depth) {
    if (indent < 0) {
      data(first ? "" : ", ");
    } else {
      data((first ? "\n" : ",\n") + " ".repeat(indent * depth));
    }
  }

  private void close(boolean empty, int depth, String bracket) {
    data(empty || indent < 0 ? bracket : "\n" + " ".repeat(indent * depth) + bracket);
  }

  private void jsonString(Text text) {
    data("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.value().charAt(i);
      switch (c) {
        case '"' -> data("\\\"");
        case '\\' -> data("\\\\");
        case '\n' -> data("\\n");
        case '\r' -> data("\\r");
        case '\t' -> data("\\t");
        case '\b' -> data("\\b");
        case '\f' -> data("\\f");
        default -> {
          if (c < 0x20) {
            data("\\u%04x".formatted((int) c));
          } else {
            out.append(text, i, i + 1);
          }
        }
      }
    }
    data("\"");
  }

  /// The shortest decimal that reads back as `value`, in Python's notation.
  private static String real(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e16)) {
      String digits = Double.toString(value).replace(".0E", "E");
      int exponent = digits.indexOf('E');
      int power = Integer.parseInt(digits.substring(exponent + 1));
      return digits.substring(0, exponent)
          + "e%s%02d".formatted(power < 0 ? "-" : "+", Math.abs(power));
    }
    String plain = new BigDecimal(Double.toString(value)).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private void data(String text) {
    out.append(text, true);
  }

  private static void check(int depth) {
    if (depth > MAX_DEPTH) {
      throw new TemplateException("values must nest at most " + MAX_DEPTH + " deep");
    }
  }
}
