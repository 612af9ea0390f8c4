package dev.corvid.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A category of the Berkeley Function-Calling Leaderboard: one case per line with `id`,
/// `question` (turns of messages) and `function`, and a file of the same name with `id` and
/// `ground_truth`.
///
/// @param name the file's name without its ending; it tells how calls are checked, as in BFCL
/// @param cases in the file's order
record CallFile(String name, List<CallCase> cases) {
  CallFile {
    cases = List.copyOf(cases);
  }

  /// Read a category.
  ///
  /// @param answers the folder of the right calls; a category where none is right has no file
  static CallFile read(Path file, Path answers) throws IOException {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.jsonl?$", "");
    requirePython(name);
    Map<String, List<JsonNode>> right =
        isIrrelevance(name) ? Map.of() : answers(answers.resolve(file.getFileName()));
    List<CallCase> cases = new ArrayList<>();
    for (JsonNode line : JsonLines.read(file)) {
      String id = JsonLines.text(file, line, "id");
      if (!isIrrelevance(name) && !right.containsKey(id)) {
        throw EvaluationException.badInput(
            "%s: no answer for '%s' in %s".formatted(file, id, answers),
            "Name the folder of the answers with --answers.");
      }
      cases.add(
          new CallCase(
              id, request(file, line), functions(file, line), right.getOrDefault(id, List.of())));
    }
    return new CallFile(name, cases);
  }

  private static void requirePython(String name) {
    if (name.contains("java")) {
      throw EvaluationException.badInput(
          "%s: arguments that are source text of Java or JavaScript are not checked"
              .formatted(name),
          "Name categories such as multiple, parallel, irrelevance or simple_python.");
    }
  }

  private static Map<String, List<JsonNode>> answers(Path file) throws IOException {
    Map<String, List<JsonNode>> answers = new LinkedHashMap<>();
    for (JsonNode line : JsonLines.read(file)) {
      List<JsonNode> calls = new ArrayList<>();
      for (JsonNode call : line.path("ground_truth")) {
        if (!call.isObject() || call.size() != 1) {
          throw EvaluationException.badInput(
              "%s: '%s' has an answer that is not an object of one function"
                  .formatted(file, line.path("id").asString()),
              "Write each call as {\"function\": {\"parameter\": [accepted values]}}.");
        }
        calls.add(call);
      }
      answers.put(JsonLines.text(file, line, "id"), List.copyOf(calls));
    }
    return answers;
  }

  private static String request(Path file, JsonNode line) {
    List<String> texts = new ArrayList<>();
    for (JsonNode message : line.path("question").path(0)) {
      texts.add(JsonLines.text(file, message, "content"));
    }
    if (texts.isEmpty()) {
      throw EvaluationException.badInput(
          "%s: '%s' asks nothing".formatted(file, line.path("id").asString()),
          "Each line needs 'question', a list of turns of messages.");
    }
    return String.join("\n", texts);
  }

  private static List<JsonNode> functions(Path file, JsonNode line) {
    List<JsonNode> functions = new ArrayList<>();
    for (JsonNode function : line.path("function")) {
      JsonLines.text(file, function, "name");
      functions.add(function);
    }
    if (functions.isEmpty()) {
      throw EvaluationException.badInput(
          "%s: '%s' offers no function".formatted(file, line.path("id").asString()),
          "Each line needs 'function', a list of functions.");
    }
    return functions;
  }

  private static boolean isIrrelevance(String name) {
    return name.contains("irrelevance");
  }

  /// A seeded sample over the whole file; all of it, shuffled, if there are fewer.
  List<CallCase> sample(int limit, long seed) {
    Map<String, CallCase> byId = new LinkedHashMap<>();
    cases.forEach(known -> byId.put(known.id(), known));
    List<Question> questions =
        byId.values().stream()
            .map(known -> new Question(known.id(), known.request(), List.of(), List.of(), true))
            .toList();
    return new Sample(limit, seed, Set.of())
        .of(questions).stream()
            .map(question -> Objects.requireNonNull(byId.get(question.id())))
            .toList();
  }

  /// Whether the calls may come in any order; otherwise there is exactly one.
  boolean anyOrder() {
    return name.contains("parallel");
  }

  /// Whether no call is right.
  boolean noneFits() {
    return isIrrelevance(name);
  }
}
