package dev.corvid.eval;

import dev.corvid.eval.PythonValue.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Holds calls against the accepted ones as BFCL v4's `ast_checker` does for Python functions,
/// with the dots in names written as underscores. `src/test/golden/bfcl.py` compares the two.
///
/// Where the original stops with a Python exception (a dictionary where it expects a list of
/// strings, say) the call is wrong here. Left out are the converters for Java and JavaScript, whose
/// arguments are source text.
final class CallChecker {
  private static final Pattern IGNORED = Pattern.compile("[ ,./\\-_*^]");

  private final List<JsonNode> functions;
  private final boolean anyOrder;

  /// @param functions those offered, as BFCL describes them
  /// @param anyOrder whether the calls may come in any order, as in the parallel categories;
  ///     otherwise there must be exactly one
  CallChecker(List<JsonNode> functions, boolean anyOrder) {
    this.functions = List.copyOf(functions);
    this.anyOrder = anyOrder;
  }

  /// What is wrong with the calls, or nothing.
  ///
  /// @param answers each an object from a function's name to its parameters' accepted values
  Optional<String> check(List<WrittenCall> calls, List<JsonNode> answers) {
    if (calls.size() != answers.size() || (!anyOrder && calls.size() != 1)) {
      return wrong("%d calls where %d are right", calls.size(), answers.size());
    }
    Set<Integer> matched = new HashSet<>();
    for (JsonNode answer : answers) {
      Optional<String> problem = wrong("no call left");
      for (int i = 0; i < calls.size() && problem.isPresent(); i++) {
        if (!matched.contains(i)) {
          problem = check(calls.get(i), answer);
          if (problem.isEmpty()) {
            matched.add(i);
          }
        }
      }
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> check(WrittenCall call, JsonNode answer) {
    Map.Entry<String, JsonNode> expected = answer.properties().iterator().next();
    if (!call.name().equals(BfclTools.name(expected.getKey()))) {
      return wrong("function '%s' where '%s' is right", call.name(), expected.getKey());
    }
    JsonNode parameters =
        functions.stream()
            .filter(function -> function.path("name").asString().equals(expected.getKey()))
            .findFirst()
            .map(function -> function.path("parameters"))
            .orElseThrow(
                () ->
                    EvaluationException.badInput(
                        "no function '%s' is offered, but an answer calls it"
                            .formatted(expected.getKey()),
                        "Name the answers that belong to the file."));
    return checkArguments(call.arguments(), parameters, expected.getValue());
  }

  private static Optional<String> checkArguments(
      JsonNode arguments, JsonNode parameters, JsonNode accepted) {
    for (JsonNode required : parameters.path("required")) {
      if (!arguments.has(required.asString())) {
        return wrong("required '%s' is missing", required.asString());
      }
    }
    JsonNode properties = parameters.path("properties");
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      String name = argument.getKey();
      if (!properties.has(name) || !accepted.has(name)) {
        return wrong("'%s' should not be there", name);
      }
      if (!isRight(argument.getValue(), properties.get(name), accepted.get(name))) {
        return wrong(
            "'%s' is %s where one of %s is right", name, argument.getValue(), accepted.get(name));
      }
    }
    for (Map.Entry<String, JsonNode> parameter : accepted.properties()) {
      if (!arguments.has(parameter.getKey()) && !mayBeLeftOut(parameter.getValue())) {
        return wrong("'%s' is missing", parameter.getKey());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrong(String message, Object... values) {
    return Optional.of(message.formatted(values));
  }

  private static boolean mayBeLeftOut(JsonNode accepted) {
    return contains(accepted, JsonLines.JSON.getNodeFactory().stringNode(""));
  }

  private static boolean isRight(JsonNode given, JsonNode parameter, JsonNode accepted) {
    String word = parameter.path("type").asString();
    Optional<Type> expected = type(word);
    Optional<Type> nested =
        word.equals("array") || word.equals("tuple")
            ? type(parameter.path("items").path("type").asString())
            : Optional.empty();
    if (expected.isEmpty() || (expected.get() == Type.LIST && nested.isEmpty())) {
      return false;
    }
    JsonNode value = given;
    if (word.equals("float") && PythonValue.type(value) == Type.INT) {
      value = JsonLines.JSON.getNodeFactory().numberNode(value.doubleValue());
    }
    // A value of the accepted values' type rather than of the parameter's stands for a variable
    // and is compared as it is.
    Optional<Type> acceptedType = firstType(accepted);
    if (PythonValue.type(value) != expected.get()) {
      return acceptedType.equals(Optional.of(PythonValue.type(value))) && contains(accepted, value);
    }
    if (nested.isPresent() && !hasNestedType(value, accepted, nested.get())) {
      return false;
    }
    if (acceptedType.isPresent() && !acceptedType.equals(expected)) {
      return contains(accepted, value);
    }
    return isAccepted(value, expected.get(), nested, accepted);
  }

  private static Optional<Type> type(String word) {
    return switch (word) {
      case "string", "any" -> Optional.of(Type.STR);
      case "integer" -> Optional.of(Type.INT);
      case "float" -> Optional.of(Type.FLOAT);
      case "boolean" -> Optional.of(Type.BOOL);
      case "array", "tuple" -> Optional.of(Type.LIST);
      case "dict" -> Optional.of(Type.DICT);
      default -> Optional.empty();
    };
  }

  /// The type of the first accepted value that is not the mark of an optional parameter.
  private static Optional<Type> firstType(JsonNode accepted) {
    for (JsonNode value : accepted) {
      if (!(value.isString() && value.stringValue().isEmpty())) {
        return Optional.of(PythonValue.type(value));
      }
    }
    return Optional.empty();
  }

  /// Whether all elements have the nested type, or that of the elements of one accepted list.
  private static boolean hasNestedType(JsonNode value, JsonNode accepted, Type nested) {
    for (JsonNode list : accepted) {
      Optional<Type> other = firstType(list);
      boolean fits = true;
      if (list.isArray()) {
        for (JsonNode element : value) {
          Type type = PythonValue.type(element);
          fits &= type == nested || other.equals(Optional.of(type));
        }
      }
      if (fits) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAccepted(
      JsonNode value, Type type, Optional<Type> nested, JsonNode accepted) {
    return switch (type) {
      case DICT -> isAcceptedDict(value, accepted);
      case STR -> containsStandard(accepted, value);
      case LIST ->
          nested.equals(Optional.of(Type.DICT))
              ? isAcceptedDictList(value, accepted)
              : isAcceptedList(value, accepted);
      case NONE, BOOL, INT, FLOAT -> contains(accepted, value);
    };
  }

  private static boolean isAcceptedDict(JsonNode value, JsonNode accepted) {
    for (JsonNode dict : accepted) {
      if (dict.isObject() && matchesDict(value, dict)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesDict(JsonNode value, JsonNode accepted) {
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (!accepted.has(entry.getKey())
          || !containsStandard(accepted.get(entry.getKey()), entry.getValue())) {
        return false;
      }
    }
    return accepted.properties().stream()
        .allMatch(entry -> value.has(entry.getKey()) || mayBeLeftOut(entry.getValue()));
  }

  /// Lists of dictionaries match element by element.
  private static boolean isAcceptedDictList(JsonNode value, JsonNode accepted) {
    for (JsonNode list : accepted) {
      boolean matches = list.size() == value.size();
      for (int i = 0; i < value.size() && matches; i++) {
        matches =
            value.get(i).isObject()
                && list.get(i).isObject()
                && matchesDict(value.get(i), list.get(i));
      }
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAcceptedList(JsonNode value, JsonNode accepted) {
    List<JsonNode> standard = standardElements(value);
    for (JsonNode list : accepted) {
      // The mark of an optional parameter counts as an empty list, as in the original.
      if (list.isArray() || (list.isString() && list.stringValue().isEmpty())) {
        List<JsonNode> other = standardElements(list);
        boolean matches = standard.size() == other.size();
        for (int i = 0; i < standard.size() && matches; i++) {
          matches = PythonValue.equal(standard.get(i), other.get(i));
        }
        if (matches) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<JsonNode> standardElements(JsonNode list) {
    List<JsonNode> elements = new ArrayList<>();
    list.forEach(element -> elements.add(standard(element)));
    return elements;
  }

  private static boolean contains(JsonNode accepted, JsonNode value) {
    for (JsonNode candidate : accepted) {
      if (PythonValue.equal(candidate, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean containsStandard(JsonNode accepted, JsonNode value) {
    JsonNode standard = standard(value);
    for (JsonNode candidate : accepted) {
      if (PythonValue.equal(standard(candidate), standard)) {
        return true;
      }
    }
    return false;
  }

  /// A string without what may be written in several ways; anything else as it is.
  private static JsonNode standard(JsonNode value) {
    if (!value.isString()) {
      return value;
    }
    String text = IGNORED.matcher(value.stringValue()).replaceAll("");
    return JsonLines.JSON
        .getNodeFactory()
        .stringNode(text.toLowerCase(Locale.ROOT).replace('\'', '"'));
  }
}
