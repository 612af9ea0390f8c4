package dev.corvid.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/// Reads the calls out of what a model wrote freely: in `<tool_call>` tags, in fenced blocks or as
/// bare JSON, each one call or an array of them, with whatever prose around. A call is an object
/// with `name` and `arguments` (or `parameters`), perhaps inside `function`.
final class FreeCalls {
  private static final Pattern TAG =
      Pattern.compile("<tool_call>(.*?)(?:</tool_call>|(?=<tool_call>)|\\z)", Pattern.DOTALL);
  private static final Pattern FENCE =
      Pattern.compile("```\\w*\\s(.*?)(?:```|\\z)", Pattern.DOTALL);
  private static final ObjectReader READER = JsonLines.JSON.reader();

  private FreeCalls() {}

  /// The calls in order, without any if the text makes none; nothing if it begins calls that
  /// cannot be read.
  static Optional<List<WrittenCall>> read(String text) {
    for (Pattern form : List.of(TAG, FENCE)) {
      List<WrittenCall> calls = new ArrayList<>();
      boolean found = false;
      for (Matcher block = form.matcher(text); block.find(); ) {
        found = true;
        calls.addAll(bare(block.group(1)));
      }
      if (!calls.isEmpty()) {
        return Optional.of(List.copyOf(calls));
      }
      if (found && form == TAG) {
        return Optional.empty();
      }
    }
    List<WrittenCall> calls = bare(text);
    return calls.isEmpty() && text.contains("\"arguments\"")
        ? Optional.empty()
        : Optional.of(List.copyOf(calls));
  }

  /// The calls in the JSON values of a text, which may follow each other with anything between.
  private static List<WrittenCall> bare(String written) {
    List<WrittenCall> calls = new ArrayList<>();
    char[] text = written.toCharArray();
    int at = 0;
    while (at < text.length) {
      char first = text[at];
      if (first == '{' || first == '[') {
        int end = value(text, at, calls);
        if (end > at) {
          at = end;
          continue;
        }
      }
      at++;
    }
    return calls;
  }

  /// Read one JSON value and add its calls; says where it ends, or `at` if there is no value.
  private static int value(char[] text, int at, List<WrittenCall> calls) {
    try (JsonParser parser = READER.createParser(text, at, text.length - at)) {
      JsonNode node = parser.readValueAsTree();
      add(node, calls);
      return at + Math.toIntExact(parser.currentLocation().getCharOffset());
    } catch (JacksonException e) {
      return at;
    }
  }

  private static void add(JsonNode node, List<WrittenCall> calls) {
    if (node.isArray()) {
      node.forEach(element -> add(element, calls));
      return;
    }
    JsonNode call = node.path("function").isObject() ? node.path("function") : node;
    JsonNode arguments = arguments(call);
    if (call.path("name").isString() && arguments.isObject()) {
      calls.add(new WrittenCall(BfclTools.name(call.path("name").stringValue()), arguments));
    }
  }

  private static JsonNode arguments(JsonNode call) {
    JsonNode arguments = call.has("arguments") ? call.path("arguments") : call.path("parameters");
    if (!arguments.isString()) {
      return arguments;
    }
    try {
      return JsonLines.JSON.readTree(arguments.stringValue());
    } catch (JacksonException e) {
      return arguments;
    }
  }
}
