package dev.corvid.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Writes a parameter's value in the style the document asks for.
final class ParameterText {
  private final Parameter parameter;

  ParameterText(Parameter parameter) {
    this.parameter = parameter;
  }

  /// A path's piece, percent-encoded.
  String path(JsonNode value) {
    String name = Encoding.encode(parameter.name());
    if (parameter.json()) {
      return Encoding.encode(value.toString());
    }
    return switch (parameter.style()) {
      case LABEL -> "." + joined(value, parameter.explode() ? "." : ",");
      case MATRIX -> matrix(name, value);
      case SIMPLE, FORM, SPACE_DELIMITED, PIPE_DELIMITED, DEEP_OBJECT -> joined(value, ",");
    };
  }

  /// A header's value, as it is.
  String header(JsonNode value) {
    return parameter.json() ? value.toString() : plain(value, ",");
  }

  /// The pieces `name=value` of a query, percent-encoded.
  List<String> query(JsonNode value) {
    String name = Encoding.encode(parameter.name());
    if (parameter.json()) {
      return List.of(name + "=" + Encoding.encode(value.toString()));
    }
    if (value.isObject()) {
      return queryObject(name, value);
    }
    if (!value.isArray()) {
      return List.of(name + "=" + encoded(value));
    }
    if (parameter.explode() || parameter.style() == Parameter.Style.DEEP_OBJECT) {
      List<String> pieces = new ArrayList<>();
      value.forEach(element -> pieces.add(name + "=" + encoded(element)));
      return pieces;
    }
    return value.isEmpty() ? List.of() : List.of(name + "=" + joined(value, separator()));
  }

  private List<String> queryObject(String name, JsonNode object) {
    List<String> pieces = new ArrayList<>();
    if (parameter.style() == Parameter.Style.DEEP_OBJECT) {
      addDeep(pieces, name, object);
    } else if (parameter.explode()) {
      object.properties().forEach(e -> addExploded(pieces, e));
    } else if (!object.isEmpty()) {
      pieces.add(name + "=" + joined(object, separator()));
    }
    return pieces;
  }

  private void addDeep(List<String> pieces, String prefix, JsonNode object) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = prefix + "%5B" + Encoding.encode(field.getKey()) + "%5D";
      JsonNode value = field.getValue();
      if (value.isObject()) {
        addDeep(pieces, name, value);
      } else if (value.isArray()) {
        value.forEach(element -> pieces.add(name + "=" + encoded(element)));
      } else {
        pieces.add(name + "=" + encoded(value));
      }
    }
  }

  private void addExploded(List<String> pieces, Map.Entry<String, JsonNode> field) {
    String name = Encoding.encode(field.getKey());
    if (field.getValue().isArray()) {
      field.getValue().forEach(element -> pieces.add(name + "=" + encoded(element)));
    } else {
      pieces.add(name + "=" + encoded(field.getValue()));
    }
  }

  private String separator() {
    return switch (parameter.style()) {
      case SPACE_DELIMITED -> "%20";
      case PIPE_DELIMITED -> "%7C";
      case SIMPLE, LABEL, MATRIX, FORM, DEEP_OBJECT -> ",";
    };
  }

  private String matrix(String name, JsonNode value) {
    if (!parameter.explode() || !value.isContainer()) {
      return ";" + name + "=" + joined(value, ",");
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(e -> ";" + Encoding.encode(e.getKey()) + "=" + encoded(e.getValue()))
          .collect(Collectors.joining());
    }
    List<String> pieces = new ArrayList<>();
    value.forEach(element -> pieces.add(";" + name + "=" + encoded(element)));
    return String.join("", pieces);
  }

  private String joined(JsonNode value, String separator) {
    List<String> parts = new ArrayList<>();
    if (value.isObject()) {
      boolean pairs = parameter.explode() && parameter.place() == Parameter.Place.PATH;
      for (Map.Entry<String, JsonNode> e : value.properties()) {
        String name = Encoding.encode(e.getKey());
        if (pairs) {
          parts.add(name + "=" + encoded(e.getValue()));
        } else {
          parts.add(name);
          parts.add(encoded(e.getValue()));
        }
      }
    } else if (value.isArray()) {
      value.forEach(element -> parts.add(encoded(element)));
    } else {
      parts.add(encoded(value));
    }
    return String.join(separator, parts);
  }

  private String plain(JsonNode value, String separator) {
    List<String> parts = new ArrayList<>();
    if (value.isObject()) {
      String between = parameter.explode() ? "=" : separator;
      value.properties().forEach(e -> parts.add(e.getKey() + between + scalar(e.getValue())));
    } else if (value.isArray()) {
      value.forEach(element -> parts.add(scalar(element)));
    } else {
      parts.add(scalar(value));
    }
    return String.join(separator, parts);
  }

  private String encoded(JsonNode value) {
    return parameter.reserved() && parameter.place() == Parameter.Place.QUERY
        ? Encoding.encodeReserved(scalar(value))
        : Encoding.encode(scalar(value));
  }

  /// A value within a value has no style of its own: JSON says at least what it is.
  private static String scalar(JsonNode value) {
    if (value.isContainer()) {
      return value.toString();
    }
    return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asString();
  }
}
