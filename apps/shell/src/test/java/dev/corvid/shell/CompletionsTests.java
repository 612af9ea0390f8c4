package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionsTests {
  @TempDir Path folder;

  private static List<String> of(String line) {
    Completions completions =
        new Completions(
            Main.program().commands(),
            () -> List.of("qwen2.5-coder-1.5b", "smollm2-135m"),
            () -> List.of("addPet", "listPets"));
    return completions.of(Words.of(line)).stream()
        .filter(one -> one.text().startsWith(Words.of(line).current()))
        .map(Completions.Completion::text)
        .toList();
  }

  @Test
  void namesOfCommandsAreCompletedWordByWord() {
    assertThat(of("mo")).containsExactly("model");
    assertThat(of("model ")).containsExactly("list", "pull", "info", "remove");
    assertThat(of("model p")).containsExactly("pull");
    assertThat(of("")).contains("ask", "run", "runs", "tools").doesNotHaveDuplicates();
  }

  @Test
  void optionsAndTheirValuesAreCompleted() {
    assertThat(of("ask --do")).containsExactly("--docs");
    assertThat(of("ask --")).contains("--docs", "--model", "--json");
    assertThat(of("ask --mode ")).containsExactly("hybrid", "dense", "bm25");
    assertThat(of("run --approve n")).containsExactly("never");
    assertThat(of("ask --model sm")).containsExactly("smollm2-135m");
  }

  @Test
  void modelsAndToolsAreCompleted() {
    assertThat(of("model pull q")).containsExactly("qwen2.5-coder-1.5b");
    assertThat(of("tools call --spec x add")).containsExactly("addPet");
  }

  @Test
  void filesAreCompletedAndFoldersGoOn() throws IOException {
    Files.createDirectory(folder.resolve("handbook"));
    Files.writeString(folder.resolve("hand.md"), "");
    Files.writeString(folder.resolve(".hidden"), "");
    String at = folder + "/";
    assertThat(of("ask --docs " + at + "hand")).containsExactly(at + "hand.md", at + "handbook/");
    assertThat(of("ask --docs " + at)).hasSize(2);
    assertThat(of("ask --docs " + at + "nowhere/")).isEmpty();
  }

  @Test
  void aQuestionIsNotCompleted() {
    assertThat(of("ask How many do")).isEmpty();
    assertThat(of("What is the mo")).isEmpty();
  }
}
