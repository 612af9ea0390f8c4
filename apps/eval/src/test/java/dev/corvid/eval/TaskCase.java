package dev.corvid.eval;

import dev.corvid.agent.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A task for an agent with tools, what must come of it, and how it can be done.
///
/// @param statuses how the run may end
/// @param answer what the answer must hold, each perhaps with alternatives between bars
/// @param excluded what it must not hold
/// @param writes what is to be changed, and nothing else
/// @param attempts further writes that may be tried and must fail
record TaskCase(
    String id,
    String kind,
    String task,
    Set<RunStatus> statuses,
    List<String> answer,
    List<String> excluded,
    List<Write> writes,
    List<Write> attempts,
    Oracle oracle) {

  /// @param body missing where there is none, or any will do
  record Write(String method, String path, JsonNode body) {
    boolean isSameAs(JsonServer.Seen seen) {
      return method.equals(seen.method()) && path.equals(seen.path());
    }
  }

  /// The way in which the task can be done.
  ///
  /// @param plan names of tools
  /// @param calls as a model writes them
  /// @param says the answer
  record Oracle(List<String> plan, List<JsonNode> calls, String says) {}

  /// The tasks of a file under `tasks/` among the test's resources.
  static List<TaskCase> read(String name) throws IOException {
    return JsonLines.read(resource("tasks-%s.jsonl".formatted(name))).stream()
        .map(TaskCase::of)
        .toList();
  }

  static Path resource(String name) {
    return Path.of("src/test/resources/tasks", name);
  }

  private static TaskCase of(JsonNode line) {
    JsonNode oracle = line.path("oracle");
    return new TaskCase(
        line.path("id").stringValue(),
        line.path("kind").stringValue(),
        line.path("task").stringValue(),
        JsonLines.texts(line, "status").stream()
            .map(RunStatus::valueOf)
            .collect(Collectors.toUnmodifiableSet()),
        JsonLines.texts(line, "answer"),
        JsonLines.texts(line, "excluded"),
        writes(line.path("writes")),
        writes(line.path("attempts")),
        new Oracle(
            JsonLines.texts(oracle, "plan"),
            List.copyOf(oracle.path("calls").values()),
            oracle.path("says").stringValue()));
  }

  private static List<Write> writes(JsonNode lines) {
    List<Write> writes = new ArrayList<>();
    for (JsonNode line : lines) {
      writes.add(
          new Write(
              line.path("method").stringValue(),
              line.path("path").stringValue(),
              line.path("body")));
    }
    return List.copyOf(writes);
  }
}
