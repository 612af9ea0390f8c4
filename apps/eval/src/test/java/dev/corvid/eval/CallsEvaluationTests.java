package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Prompt;
import dev.corvid.test.ScriptedLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files, caller and checker are real, the model says what a test wants.
class CallsEvaluationTests {
  private static final String FUNCTION =
      """
      {"name": "zoo.feed", "description": "Feed an animal.", "parameters": {"type": "dict", \
      "required": ["animal", "grams"], "properties": {"animal": {"type": "string"}, \
      "grams": {"type": "float"}, "tags": {"type": "tuple", "items": {"type": "any"}}, \
      "more": {"type": "dict"}}}}""";
  private static final String CROW =
      "{\"name\": \"zoo_feed\", \"arguments\": {\"animal\": \"Crow\", \"grams\": 30}}";
  private static final String JAY =
      "{\"name\": \"zoo_feed\", \"arguments\": {\"animal\": \"jay\", \"grams\": 12.5}}";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    String question = "\"question\": [[{\"role\": \"user\", \"content\": \"Feed them!\"}]]";
    for (String name : List.of("simple_python", "parallel", "irrelevance")) {
      Files.writeString(
          folder.resolve(name + ".jsonl"),
          "{\"id\": \"%s_0\", %s, \"function\": [%s]}\n".formatted(name, question, FUNCTION));
    }
    Path answers = Files.createDirectory(folder.resolve("possible_answer"));
    String crow = "{\"zoo.feed\": {\"animal\": [\"crow\"], \"grams\": [30.0]}}";
    String jay = "{\"zoo.feed\": {\"animal\": [\"jay\"], \"grams\": [12.5]}}";
    Files.writeString(
        answers.resolve("simple_python.jsonl"),
        "{\"id\": \"simple_python_0\", \"ground_truth\": [%s]}\n".formatted(crow));
    Files.writeString(
        answers.resolve("parallel.jsonl"),
        "{\"id\": \"parallel_0\", \"ground_truth\": [%s, %s]}\n".formatted(crow, jay));
  }

  private CallFile file(String name) throws IOException {
    return CallFile.read(folder.resolve(name + ".jsonl"), folder.resolve("possible_answer"));
  }

  private CallItem ask(String name, boolean free, ScriptedLanguageModel model) throws IOException {
    CallFile file = file(name);
    RememberedModel memory =
        new RememberedModel(model, "scripted", Files.createTempDirectory(folder, "memory"));
    return new CallsEvaluation(memory, free).ask(file.cases().getFirst(), file);
  }

  private static ScriptedLanguageModel fitting(boolean fits, String... replies) {
    return ScriptedLanguageModel.replies(replies)
        .scoring((prompt, text) -> text.equalsIgnoreCase("yes") == fits ? -0.01 : -20);
  }

  @Test
  void rightCallsAreRightInAnyOrderWhereThatIsAllowed() throws IOException {
    assertThat(ask("simple_python", false, fitting(true, "[" + CROW + "]")).problem()).isEmpty();
    CallItem both = ask("parallel", false, fitting(true, "[" + JAY + ", " + CROW + "]"));
    assertThat(both.problem()).isEmpty();
    assertThat(both.parsed()).isTrue();
    assertThat(both.calls()).hasSize(2);
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    assertThat(ask("parallel", false, fitting(true, "[" + CROW + "]")).problem())
        .hasValue("1 calls where 2 are right");
    assertThat(ask("simple_python", false, fitting(true, "[" + JAY + "]")).problem())
        .hasValue("'animal' is \"jay\" where one of [\"crow\"] is right");
  }

  @Test
  void whereNoFunctionFitsNoCallIsRight() throws IOException {
    assertThat(ask("irrelevance", false, fitting(false)).isRight()).isTrue();
    assertThat(ask("simple_python", false, fitting(false)).isRight()).isFalse();
    assertThat(ask("irrelevance", false, fitting(true, "[" + CROW + "]")).isRight()).isFalse();
  }

  @Test
  void freelyTheModelIsNotAskedWhetherAFunctionFits() throws IOException {
    ScriptedLanguageModel model =
        fitting(false, "<tool_call>\n" + CROW.replace("zoo_feed", "zoo.feed") + "\n</tool_call>");

    CallItem item = ask("simple_python", true, model);

    assertThat(item.isRight()).isTrue();
    assertThat(item.logOdds()).isEmpty();
    assertThat(((Prompt.Chat) model.prompts().getFirst()).messages().getFirst().text())
        .contains("<tools>\n{\"type\":\"function\",\"function\":{\"name\":\"zoo.feed\"");
  }

  @Test
  void freelyACallThatBreaksOffIsNotParsed() throws IOException {
    CallItem item = ask("simple_python", true, fitting(true, CROW.substring(0, 40)));

    assertThat(item.parsed()).isFalse();
    assertThat(item.isRight()).isFalse();
  }

  @Test
  void anItemOutlivesItsLog() throws IOException {
    CallItem item = ask("parallel", false, fitting(true, "[" + JAY + ", " + CROW + "]"));

    String line = JsonLines.JSON.writeValueAsString(item);

    assertThat(JsonLines.JSON.readValue(line, CallItem.class)).isEqualTo(item);
  }

  @Test
  void typesAreThoseOfJsonSchema() throws IOException {
    assertThat(
            BfclTools.of(file("parallel").cases().getFirst().functions()).getFirst().parameters())
        .isEqualTo(
            """
            {"type":"object","properties":{"animal":{"type":"string"},"grams":{"type":"number"},\
            "tags":{"type":"array","items":{"type":"string"}},\
            "more":{"type":"object","additionalProperties":true}},\
            "required":["animal","grams"]}""");
  }

  @Test
  void filesThatDoNotFitAreRefused() throws IOException {
    Path other = folder.resolve("possible_answer/other.jsonl");
    Files.copy(folder.resolve("parallel.jsonl"), folder.resolve("other.jsonl"));
    Files.copy(folder.resolve("parallel.jsonl"), folder.resolve("simple_java.jsonl"));
    Files.writeString(other, "{\"id\": \"x\", \"ground_truth\": []}\n");
    assertThatThrownBy(() -> file("other")).hasMessageContaining("no answer for 'parallel_0'");
    Files.writeString(other, "{\"id\": \"parallel_0\", \"ground_truth\": [7]}\n");
    assertThatThrownBy(() -> file("other")).hasMessageContaining("not an object of one function");
    assertThatThrownBy(() -> file("simple_java")).hasMessageContaining("Java");
    Files.writeString(folder.resolve("irrelevance.jsonl"), "{\"id\": \"a\"}\n");
    assertThatThrownBy(() -> file("irrelevance")).hasMessageContaining("asks nothing");
  }
}
