package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.inference.catalog.ModelStore;
import dev.corvid.inference.catalog.PullListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole way from files to figures, with a real model that is too small to be right.
class CallsCommandTests {
  private static final String CASE =
      """
      {"id": "%s", "question": [[{"role": "user", "content": "Feed the crow 30 grams."}]], \
      "function": [{"name": "zoo.feed", "description": "Feed an animal.", "parameters": \
      {"type": "dict", "required": ["animal", "grams"], "properties": \
      {"animal": {"type": "string"}, "grams": {"type": "float"}}}}]}
      """;
  private static final String ANSWER =
      """
      {"id": "%s", "ground_truth": [{"zoo.feed": {"animal": ["crow"], "grams": [30.0]}}]}
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void write() throws IOException {
    Path answers = Files.createDirectory(folder.resolve("possible_answer"));
    Files.writeString(
        folder.resolve("multiple.jsonl"), CASE.formatted("m0") + CASE.formatted("m1"));
    Files.writeString(
        answers.resolve("multiple.jsonl"), ANSWER.formatted("m0") + ANSWER.formatted("m1"));
    Files.writeString(folder.resolve("irrelevance.jsonl"), CASE.formatted("i0"));
  }

  /// The model of the user's own cache: the one of this module's tests is empty.
  private static Path model() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove("CORVID_HOME");
    return new ModelStore(CorvidFolders.of(environment).models())
        .pull("smollm2-135m", PullListener.SILENT);
  }

  private int run(String... options) {
    out.reset();
    List<String> line = new ArrayList<>(List.of("eval", "calls"));
    line.add(folder.resolve("multiple.jsonl").toString());
    line.add(folder.resolve("irrelevance.jsonl").toString());
    line.addAll(List.of("--model", model().toString(), "--json", "--quiet"));
    line.addAll(List.of(options));
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Main.PROGRAM.run(line, stream, stream);
  }

  private JsonNode results() {
    return JsonLines.JSON.readTree(out.toString(StandardCharsets.UTF_8)).path("results");
  }

  @Test
  void everyFileHasItsFigures() {
    assertThat(run()).isZero();

    JsonNode results = results();
    assertThat(results).hasSize(2);
    assertThat(results.get(0).path("file").asString()).isEqualTo("multiple");
    assertThat(results.get(0).path("n").asInt()).isEqualTo(2);
    assertThat(results.get(1).path("file").asString()).isEqualTo("irrelevance");
    for (JsonNode result : results) {
      assertThat(result.path("parsed").asDouble()).isOne();
      assertThat(result.path("accuracy").asDouble())
          .isBetween(
              result.path("interval").get(0).asDouble(), result.path("interval").get(1).asDouble());
    }
  }

  @Test
  void anInterruptedRunGoesOn() {
    assertThat(run("--limit", "1")).isZero();
    assertThat(run("--resume")).isZero();
    assertThat(results().get(0).path("n").asInt()).isEqualTo(2);
  }

  @Test
  void theBareModelIsAskedFreely() {
    assertThat(run("--free", "--limit", "1")).isZero();
    assertThat(results().get(0).path("n").asInt()).isOne();
    assertThat(results().get(0).path("tokens_per_case").asDouble()).isPositive();
  }

  @Test
  void missingFilesAreNamed() {
    assertThat(run("--answers", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("none", "is not a file");
  }
}
