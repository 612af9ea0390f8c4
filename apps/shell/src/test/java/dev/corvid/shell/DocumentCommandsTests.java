package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DocumentCommandsTests {
  @TempDir Path folder;

  @Test
  void anIndexFollowsItsFolder() throws IOException {
    Path docs = Files.createDirectory(folder.resolve("docs"));
    Files.writeString(
        docs.resolve("a.md"), "# Owls\n\nOwls hunt at night and fly without noise.\n");
    Files.writeString(docs.resolve("b.txt"), "Herons stand in shallow water and wait for fish.\n");
    assertThat(counts(docs))
        .isEqualTo(
            "{\"seen\":2,\"added\":2,\"changed\":0,\"removed\":0,"
                + "\"unchanged\":0,\"failed\":[]}");
    assertThat(counts(docs)).contains("\"added\":0").contains("\"unchanged\":2");
    Files.delete(docs.resolve("b.txt"));
    Files.writeString(docs.resolve("a.md"), "# Owls\n\nOwls swallow mice whole, fur and all.\n");
    assertThat(counts(docs)).contains("\"changed\":1").contains("\"removed\":1");
  }

  private String counts(Path docs) {
    Cli run = Cli.run("index", "--json", "--docs", docs, "--index", folder.resolve("index"));
    assertThat(run.exitCode()).as(run.out()).isZero();
    for (String field : List.of("chunks", "seconds", "bytes")) {
      assertThat(run.json().required(field).isNumber()).isTrue();
    }
    return run.json().required("documents").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hybrid", "dense", "bm25"})
  void hitsAreVerbatimRunsOfTheirDocument(String mode) throws IOException {
    Cli run =
        Cli.run(
            "search",
            "--json",
            "--docs",
            Cli.handbook(),
            "--index",
            folder.resolve("index"),
            "--mode",
            mode,
            "-k",
            "3",
            "daily allowance abroad");
    assertThat(run.exitCode()).as(run.out()).isZero();
    JsonNode hits = run.json().required("hits");
    assertThat(hits.size()).isBetween(1, 3);
    JsonNode best = hits.get(0);
    assertThat(best.required("rank").asInt()).isEqualTo(1);
    Path document = Path.of(best.required("document").asString());
    assertThat(document).hasFileName("travel.md").isAbsolute();
    assertThat(
            Files.readString(document)
                .substring(best.required("start").asInt(), best.required("end").asInt()))
        .isEqualTo(best.required("text").asString())
        .contains("58 euros");
    assertThat(run.json().required("took_ms").asDouble()).isPositive();
  }

  @Test
  void pagesOfAPdfAreShown() {
    Cli run =
        Cli.run(
            "search",
            "--docs",
            Cli.handbook(),
            "--index",
            folder.resolve("index"),
            "--mode",
            "bm25",
            "-k",
            "1",
            "faulty gauge repair centre Esbjerg");
    assertThat(run.out()).contains("warranty.pdf, page 2");
  }

  @Test
  void nothingIsWrittenBesideTheDocumentsAndTheDefaultIndexLiesInTheCache() throws Exception {
    Path docs = Files.createDirectory(folder.resolve("docs"));
    Files.writeString(docs.resolve("a.md"), "Owls hunt at night.");
    Path home = Files.createDirectory(folder.resolve("home"));
    Cli run = Cli.runIn(home, "search", "--mode", "bm25", "--docs", docs, "owls");
    assertThat(run.out()).contains("Owls hunt at night.");
    try (var files = Files.list(docs)) {
      assertThat(files).hasSize(1);
    }
    String key = Library.key(new TreeSet<>(List.of(docs.toRealPath())));
    assertThat(home.resolve("cache/indexes").resolve(key)).isDirectory();
  }

  @Test
  void theKeyOfAnIndexDependsOnThePathsOnly() {
    assertThat(key("/b", "/a")).isEqualTo(key("/a", "/b")).isNotEqualTo(key("/a"));
  }

  private static String key(String... paths) {
    return Library.key(new TreeSet<>(Stream.of(paths).map(Path::of).toList()));
  }

  @Test
  void controlCharactersOfDocumentsDoNotReachTheTerminal() {
    assertThat(Texts.oneLine("a\u001b[2Jb\n c", 100)).isEqualTo("a [2Jb c");
    assertThat(Texts.safe("a\u001b[2J\n\tb\r")).isEqualTo("a[2J\n\tb");
    assertThat(Texts.oneLine("abcdef", 4)).isEqualTo("abc…");
  }

  @Test
  void helpNamesEveryCommand() {
    Cli help = Cli.run("help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("ask question", "index ", "search query", "generate prompt", "tokenize text")
        .contains("model list", "model pull name", "model info", "model remove");
    assertThat(Cli.run("help", "ask").out()).contains("--docs PATH", "may repeat", "Examples:");
    assertThat(Cli.run("--version").out()).startsWith("corvid 0.");
  }
}
