package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people get wrong: each time one message with a remedy and the right exit code.
class BadInputTests {
  @TempDir Path folder;

  private static void assertFails(Cli run, int exitCode, String code, String message) {
    assertThat(run.out()).startsWith("{\"error\":");
    assertThat(run.json().required("error").required("code").asString()).isEqualTo(code);
    assertThat(run.json().required("error").required("message").asString()).contains(message);
    assertThat(run.json().required("error").required("remedy").asString()).isNotBlank();
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).doesNotContain("\tat ", "Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ask", "search"})
  void documentsMustBeNamed(String command) {
    assertFails(Cli.run(command, "--json", "why?"), 2, "usage", "Neither --docs nor --index");
  }

  @Test
  void indexNeedsDocuments() {
    assertFails(Cli.run("index", "--json"), 2, "usage", "--docs is missing");
  }

  @Test
  void aMissingFolderIsNamed() {
    Path gone = folder.resolve("gone");
    Cli run = Cli.run("ask", "--json", "--docs", gone, "why?");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).contains(gone.toString()).contains("remedy");
    Cli plain = Cli.run("search", "--docs", gone, "why?");
    assertThat(plain.exitCode()).isEqualTo(2);
    assertThat(plain.out()).isEmpty();
    assertThat(plain.err()).contains(gone.toString()).doesNotContain("\tat ");
  }

  @Test
  void aFolderWithoutTextIsRefused() throws IOException {
    Path docs = Files.createDirectory(folder.resolve("docs"));
    Files.write(docs.resolve("zeros.bin"), new byte[4096]);
    assertFails(
        Cli.run(
            "search",
            "--json",
            "--mode",
            "bm25",
            "--docs",
            docs,
            "--index",
            folder.resolve("i"),
            "why?"),
        2,
        "usage",
        "No text was found");
  }

  @Test
  void anIndexThatIsNoneIsRefused() {
    Cli run = Cli.run("search", "--json", "--mode", "bm25", "--index", folder.resolve("i"), "x");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).contains("error");
  }

  @Test
  void brokenDocumentsAreListedAndTheRestIsFound() throws IOException {
    Path docs = Files.createDirectory(folder.resolve("docs"));
    Files.writeString(docs.resolve("good.md"), "# Boats\n\nThe harbour master has nine boats.\n");
    Files.writeString(docs.resolve("broken.pdf"), "%PDF-1.7\nnothing more");
    Files.write(docs.resolve("empty.md"), new byte[0]);
    Files.write(docs.resolve("latin.txt"), new byte[] {'c', 'a', 'f', (byte) 0xe9, '\n'});
    Path index = folder.resolve("index");
    Cli run = Cli.run("index", "--json", "--docs", docs, "--index", index);
    assertThat(run.exitCode()).isZero();
    assertThat(run.json().required("documents").required("failed").toString())
        .contains("broken.pdf");
    Cli found = Cli.run("search", "--json", "--index", index, "harbour boats");
    assertThat(found.json().required("hits").get(0).required("text").asString())
        .contains("nine boats");
  }

  @Test
  void anUnknownModelIsRefusedWithTheKnownOnes() {
    Cli run = Cli.run("generate", "--json", "--model", "smollm3", "x");
    assertFails(run, 2, "model-unknown", "smollm3");
    assertThat(run.out()).contains("smollm2-135m");
  }

  @Test
  void anUnknownModelIsRefusedWhileDocumentsAreIndexed() {
    Cli run =
        Cli.run(
            "ask",
            "--json",
            "--model",
            "nope",
            "--mode",
            "bm25",
            "--docs",
            Cli.handbook(),
            "--index",
            folder.resolve("i"),
            "why?");
    assertFails(run, 2, "model-unknown", "nope");
  }

  @Test
  void aModelFileIsChecked() throws IOException {
    Path file = folder.resolve("broken.gguf");
    assertFails(Cli.run("tokenize", "--json", "--model", file, "x"), 2, "usage", "No model file");
    Files.write(file, new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0, 1});
    for (String command : new String[] {"tokenize", "generate"}) {
      Cli run = Cli.run(command, "--json", "--model", file, "x");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.out()).contains("error").contains("broken.gguf");
      assertThat(run.err()).doesNotContain("\tat ");
    }
    assertThat(Cli.run("model", "info", file).exitCode()).isEqualTo(2);
  }

  @Test
  void offlineNeverDownloads() throws Exception {
    Cli run = Cli.runIn(folder, "generate", "--offline", "--json", "--model", "smollm2-135m", "x");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().required("error").required("code").asString()).isEqualTo("model-offline");
  }

  @Test
  void mistypedCommandsAndOptionsAreExplained() {
    assertThat(Cli.run("serach", "x").err()).contains("Did you mean 'search'?");
    assertThat(Cli.run("model").err()).contains("model list");
    assertThat(Cli.run("search", "--dosc", "a", "x").err()).contains("Did you mean --docs?");
    assertThat(Cli.run("search", "--docs", "a", "two", "words").err()).contains("quotation marks");
    assertThat(Cli.run("ask", "--docs", Cli.handbook(), " ").err()).contains("question is empty");
    for (String line :
        new String[] {"serach x", "model", "search --dosc a x", "generate", "--json"}) {
      Object[] words = Arrays.stream(line.split(" ")).filter(w -> !w.isEmpty()).toArray();
      assertThat(Cli.run(words).exitCode()).as(line).isEqualTo(2);
    }
  }

  @Test
  void samplingOptionsAreChecked() {
    assertFails(
        Cli.run("generate", "--json", "--temperature", "-1", "x"), 2, "usage", "temperature");
    assertFails(Cli.run("generate", "--json", "--top-p", "0", "x"), 2, "usage", "topP");
  }

  @Test
  void aSchemaIsCheckedBeforeAModelIsLoaded() throws IOException {
    Path schema = folder.resolve("schema.json");
    assertFails(schema(schema), 2, "usage", "no such file");
    assertFails(schema(folder), 2, "usage", "cannot be read");
    Files.write(schema, new byte[] {'"', (byte) 0xe9, '"'});
    assertFails(schema(schema), 2, "usage", "UTF-8");
    Files.writeString(schema, "{\"type\": ");
    assertFails(schema(schema), 2, "constraint", "line 1");
    Files.writeString(schema, "{\"type\":\"string\",\"pattern\":\"^x\"}");
    assertFails(schema(schema), 2, "constraint", "'pattern' at /pattern");
    Files.writeString(schema, "{\"type\":\"string\"}");
    assertFails(
        Cli.run("generate", "--json", "--model", "no.gguf", "--stop", ".", "--schema", schema, "x"),
        2,
        "usage",
        "stop must be empty under a constraint");
  }

  private static Cli schema(Path file) {
    return Cli.run("generate", "--json", "--model", "no.gguf", "--schema", file, "x");
  }
}
