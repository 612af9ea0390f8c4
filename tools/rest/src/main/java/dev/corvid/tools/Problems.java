package dev.corvid.tools;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Says what is wrong with arguments so that a small model can mend it.
final class Problems {
  private static final int MOST = 3;
  private static final int MOST_NAMES = 12;
  private static final int MOST_LEVELS = 4;

  private final ObjectNode schema;
  private final ObjectNode arguments;

  Problems(ObjectNode schema, ObjectNode arguments) {
    this.schema = schema;
    this.arguments = arguments;
  }

  String describe(List<Error> errors) {
    // What several alternatives object to is one problem.
    Map<String, List<Error>> byPlace = new LinkedHashMap<>();
    for (Error error : errors) {
      String alternative = alternative(error.getEvaluationPath());
      String key = alternative.isEmpty() ? "#" + byPlace.size() : alternative;
      byPlace.computeIfAbsent(key, k -> new ArrayList<>()).add(error);
    }
    List<String> texts =
        byPlace.entrySet().stream()
            .map(e -> e.getKey().startsWith("#") ? one(e.getValue().getFirst()) : any(e.getValue()))
            .distinct()
            .toList();
    String more = texts.size() > MOST ? "; and %d more".formatted(texts.size() - MOST) : "";
    return texts.stream().limit(MOST).collect(Collectors.joining("; ")) + more;
  }

  /// The path down to the first keyword that offers alternatives, or an empty text.
  private static String alternative(NodePath path) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      String element = String.valueOf(path.getElement(i));
      text.append('/').append(element);
      if (element.equals("anyOf") || element.equals("oneOf")) {
        return text.toString();
      }
    }
    return "";
  }

  private String any(List<Error> errors) {
    if (errors.stream().allMatch(e -> e.getKeyword().equals("required"))) {
      return errors.stream()
              .map(e -> "'" + e.getProperty() + "'")
              .distinct()
              .collect(Collectors.joining(" or "))
          + " is missing";
    }
    Error shallowest =
        errors.stream().min((a, b) -> depth(a) - depth(b)).orElseThrow(IllegalStateException::new);
    return errors.size() <= 2
        ? errors.stream().map(this::one).distinct().collect(Collectors.joining(" or "))
        : "%s fits none of its alternatives: %s".formatted(place(shallowest), one(shallowest));
  }

  private static int depth(Error error) {
    return error.getInstanceLocation().getNameCount();
  }

  private String one(Error error) {
    String place = place(error);
    JsonNode rule = rule(error);
    String got = ", got " + show(value(error));
    return switch (error.getKeyword()) {
      case "type" -> place + " must be " + types(rule) + got;
      case "required" -> "'%s' is missing".formatted(inside(error));
      case "dependentRequired" -> "'%s' is missing".formatted(error.getArguments()[0]);
      case "additionalProperties", "unevaluatedProperties" -> unknown(error);
      case "enum" -> place + " must be one of " + list(rule) + got;
      case "const" -> place + " must be " + show(rule) + got;
      case "minimum" -> place + " must be >= " + show(rule) + got;
      case "maximum" -> place + " must be <= " + show(rule) + got;
      case "exclusiveMinimum" -> place + " must be > " + show(rule) + got;
      case "exclusiveMaximum" -> place + " must be < " + show(rule) + got;
      case "multipleOf" -> place + " must be a multiple of " + show(rule) + got;
      case "minLength" -> "%s must have at least %s characters".formatted(place, show(rule)) + got;
      case "maxLength" -> "%s must have at most %s characters".formatted(place, show(rule)) + got;
      case "minItems" -> "%s must have at least %s elements".formatted(place, show(rule)) + got;
      case "maxItems" -> "%s must have at most %s elements".formatted(place, show(rule)) + got;
      case "uniqueItems" -> place + " must not have the same element twice" + got;
      case "pattern" -> place + " must match " + show(rule) + got;
      default -> place + ": " + Texts.describe(String.valueOf(error.getMessage()), 120);
    };
  }

  private String unknown(Error error) {
    String name = String.valueOf(error.getProperty());
    List<String> known = known(error);
    Optional<String> nearest = Texts.nearest(name, known);
    String hint =
        nearest
            .map("; did you mean '%s'?"::formatted)
            .orElseGet(
                () ->
                    known.isEmpty()
                        ? "; nothing may be given here"
                        : "; known are "
                            + known.stream()
                                .limit(MOST_NAMES)
                                .map(n -> "'" + n + "'")
                                .collect(Collectors.joining(", ")));
    return "'%s' is unknown%s".formatted(Texts.describe(inside(error), 80), hint);
  }

  /// The fields that may stand where an unknown one stands.
  private List<String> known(Error error) {
    Set<String> names = new LinkedHashSet<>();
    addFields(names, parent(error), MOST_LEVELS);
    return List.copyOf(names);
  }

  private void addFields(Set<String> names, JsonNode at, int levels) {
    Nodes.entries(at, "properties").forEach(e -> names.add(e.getKey()));
    if (levels > 0) {
      if (at.has("$ref")) {
        addFields(names, definition(at), levels - 1);
      }
      Nodes.list(at, "allOf").forEach(part -> addFields(names, part, levels - 1));
    }
  }

  private JsonNode definition(JsonNode reference) {
    String name = reference.path("$ref").asString().replace("#/$defs/", "");
    return schema.path("$defs").path(name);
  }

  /// The schema that the keyword of an error belongs to.
  private JsonNode parent(Error error) {
    JsonNode at = schema;
    NodePath path = error.getEvaluationPath();
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      Object element = path.getElement(i);
      at =
          String.valueOf(element).equals("$ref")
              ? definition(at)
              : element instanceof Integer index ? at.path(index) : at.path(element.toString());
    }
    return at;
  }

  private JsonNode rule(Error error) {
    return parent(error).path(error.getKeyword());
  }

  private JsonNode value(Error error) {
    JsonNode at = arguments;
    NodePath path = error.getInstanceLocation();
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      at = element instanceof Integer index ? at.path(index) : at.path(element.toString());
    }
    return at;
  }

  private static String place(Error error) {
    String name = name(error.getInstanceLocation());
    return name.isEmpty() ? "the arguments" : "'" + name + "'";
  }

  /// The name of a field that is missing or too many, with the names around it.
  private static String inside(Error error) {
    String name = name(error.getInstanceLocation());
    return name.isEmpty() ? error.getProperty() : name + "." + error.getProperty();
  }

  private static String name(NodePath path) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      if (element instanceof Integer index) {
        name.append('[').append(index).append(']');
      } else {
        name.append(name.isEmpty() ? "" : ".").append(element);
      }
    }
    return name.toString();
  }

  private static String types(JsonNode rule) {
    List<String> types = new ArrayList<>();
    if (rule.isArray()) {
      rule.forEach(type -> types.add(withArticle(type.asString())));
    } else {
      types.add(withArticle(rule.asString()));
    }
    return String.join(" or ", types);
  }

  private static String withArticle(String type) {
    return switch (type) {
      case "null" -> type;
      case "array", "integer", "object" -> "an " + type;
      default -> "a " + type;
    };
  }

  private static String list(JsonNode rule) {
    List<String> values = new ArrayList<>();
    rule.forEach(value -> values.add(show(value)));
    String more = values.size() > MOST_NAMES ? ", …" : "";
    return values.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + more;
  }

  static String show(JsonNode value) {
    return Texts.cut(value.toString(), 60);
  }
}
