package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import tools.jackson.databind.JsonNode;

/// Verdicts against those of BFCL's checker, written by `src/test/golden/calls.py`.
class CallCheckerTests {
  private static List<String> differences(Path file) throws IOException {
    List<String> differences = new ArrayList<>();
    String category = "";
    List<JsonNode> functions = List.of();
    List<JsonNode> answers = List.of();
    for (JsonNode line : JsonLines.read(file)) {
      category = line.path("category").asString(category);
      functions = line.has("functions") ? list(line.path("functions")) : functions;
      answers = line.has("answers") ? list(line.path("answers")) : answers;
      List<WrittenCall> calls =
          list(line.path("calls")).stream()
              .map(call -> new WrittenCall(call.path("name").asString(), call.path("arguments")))
              .toList();
      var problem = new CallChecker(functions, category.contains("parallel")).check(calls, answers);
      if (problem.isEmpty() != line.path("valid").booleanValue()) {
        differences.add(problem + " " + line + " " + answers);
      }
    }
    return differences;
  }

  private static List<JsonNode> list(JsonNode array) {
    return List.copyOf(array.values());
  }

  @Test
  void agreesWithTheOriginal() throws Exception {
    Path golden = Path.of(CallCheckerTests.class.getResource("calls.jsonl").toURI());

    assertThat(JsonLines.read(golden)).hasSizeGreaterThan(100);
    assertThat(differences(golden)).isEmpty();
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "CORVID_CALL_CASES", matches = ".+")
  void agreesWithTheOriginalOverManyCases() throws IOException {
    Path cases = Path.of(System.getenv("CORVID_CALL_CASES"));

    System.out.println(JsonLines.read(cases).size() + " cases");
    assertThat(differences(cases)).isEmpty();
  }
}
