package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Episode;
import dev.corvid.agent.IndexedEpisodicMemory;
import dev.corvid.agent.RunStatus;
import dev.corvid.retrieval.TextIndexes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MemoryCommandsTests {
  @TempDir private Path home;

  private void remember(String id, int second, String task, RunStatus outcome, String lesson) {
    try (var memory = new IndexedEpisodicMemory(TextIndexes.open(home.resolve("data/memory")))) {
      memory.add(
          new Episode(
              id,
              Instant.EPOCH.plusSeconds(second),
              task,
              List.of(),
              List.of(),
              outcome,
              outcome == RunStatus.DONE,
              lesson));
    }
  }

  private Cli run(Object... line) throws Exception {
    return Cli.runIn(home, line);
  }

  @Test
  void anEmptyMemoryIsNoError() throws Exception {
    Cli json = run("memory", "list", "--json");
    assertThat(json.exitCode()).isZero();
    assertThat(json.json().toString()).isEqualTo("{\"episodes\":[]}");
    assertThat(run("memory", "list").out()).isEqualToIgnoringNewLines("Nothing is remembered yet.");
    assertThat(run("memory", "search", "--json", "orders").json().toString())
        .isEqualTo("{\"episodes\":[]}");
  }

  @Test
  void episodesAreListedFoundAndForgotten() throws Exception {
    remember("r2", 200, "Cancel the last order of customer 17", RunStatus.FAILED, "Log in first.");
    remember("r1", 100, "Which films did\u001b[2J Sofia Coppola direct?", RunStatus.DONE, "");
    JsonNode episodes = run("memory", "list", "--json").json().required("episodes");
    assertThat(episodes.size()).isEqualTo(2);
    assertThat(episodes.get(1).toString())
        .isEqualTo(
            "{\"id\":\"r2\",\"task\":\"Cancel the last order of customer 17\","
                + "\"outcome\":\"failed\",\"verified\":false,\"lesson\":\"Log in first.\","
                + "\"when\":\"1970-01-01T00:03:20Z\"}");
    assertThat(run("memory", "list").out())
        .containsSubsequence("r1", "done, verified", "Sofia Coppola", "r2", "failed", "Log in")
        .doesNotContain("\u001b");
    JsonNode found = run("memory", "search", "--json", "-k", "1", "orders").json();
    assertThat(found.required("episodes").get(0).required("id").asString()).isEqualTo("r2");
    assertThat(found.required("episodes").get(0).required("similarity").asDouble())
        .isBetween(0.1, 1.0);
    assertThat(run("memory", "search", "walrus").out()).startsWith("Nothing like it");
    JsonNode forgotten = run("memory", "forget", "--json", "r2").json();
    assertThat(forgotten.required("episodes").get(0).required("id").asString()).isEqualTo("r2");
    assertThat(run("memory", "list").out()).contains("r1").doesNotContain("r2");
  }

  @Test
  void anUnknownIdIsExplained() throws Exception {
    Cli unknown = run("memory", "forget", "--json", "r9");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.json().required("error").required("message").asString()).contains("'r9'");
  }

  @Test
  void aFolderOfSomethingElseIsNoMemory() throws Exception {
    Files.writeString(
        Files.createDirectories(home.resolve("data/memory")).resolve("letter.txt"), "Dear crow");
    Cli foreign = run("memory", "list", "--json");
    assertThat(foreign.exitCode()).isEqualTo(2);
    assertThat(foreign.json().required("error").required("code").asString())
        .isEqualTo("index-not-a-folder");
  }
}
