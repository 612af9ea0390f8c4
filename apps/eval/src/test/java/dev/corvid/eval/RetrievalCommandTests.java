package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole way from a folder to the figures, with the real index and embedder.
class RetrievalCommandTests {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("corpus.jsonl"),
        """
        {"_id": "tools", "title": "Crows", "text": "New Caledonian crows bend wire into hooks."}
        {"_id": "food", "title": "Jays", "text": "Scrub jays hide food and remember where it is."}
        {"_id": "trains", "title": "Trains", "text": "The express train leaves at noon."}
        """);
    Files.writeString(
        folder.resolve("queries.jsonl"),
        """
        {"_id": "q1", "text": "Which birds bend wire?"}
        {"_id": "q2", "text": "Who remembers where food is hidden?"}
        {"_id": "q3", "text": "Never judged"}
        """);
    Files.writeString(
        folder.resolve("qrels.tsv"), "query-id\tcorpus-id\tscore\nq1\ttools\t1\nq2\tfood\t1\n");
  }

  private int run(String... line) {
    out.reset();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Main.PROGRAM.run(List.of(line), stream, stream);
  }

  @Test
  void measuresEveryModeAndWritesTheRuns() throws IOException {
    Path runs = folder.resolve("runs");

    int exitCode =
        run("eval", "retrieval", folder.toString(), "--json", "--quiet", "--run", runs.toString());

    assertThat(exitCode).isZero();
    JsonNode results =
        JsonLines.JSON.readTree(out.toString(StandardCharsets.UTF_8)).path("results");
    assertThat(results).hasSize(3);
    for (JsonNode result : results) {
      assertThat(result.path("ndcg@10").asDouble()).isEqualTo(1);
      assertThat(result.path("recall@100").asDouble()).isEqualTo(1);
      assertThat(result.path("mrr@10").asDouble()).isEqualTo(1);
      assertThat(result.path("map").asDouble()).isEqualTo(1);
      assertThat(result.path("queries").asInt()).isEqualTo(2);
    }
    assertThat(runs).isDirectoryContaining("glob:**.hybrid.run");
  }

  @Test
  void samplesBySeed() {
    assertThat(
            run("eval", "retrieval", folder.toString(), "--mode", "bm25", "--limit", "1", "--json"))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"queries\":1");
  }

  @Test
  void saysWhatIsWrongWithTheInput() {
    assertThat(run("eval", "retrieval", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("corpus.jsonl is not a file");
    assertThat(run("eval", "retrieval", folder.toString(), "--mode", "magic")).isEqualTo(2);
    assertThat(run("eval", "qa")).isEqualTo(2);
  }
}
