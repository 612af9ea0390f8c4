package dev.corvid.test;

import static dev.corvid.test.ScriptedLanguageModel.acting;
import static dev.corvid.test.ScriptedLanguageModel.call;
import static dev.corvid.test.ScriptedLanguageModel.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Agent;
import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.TypedReport;
import dev.corvid.agent.spi.AgentListener;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentTypedTests {
  record Pet(String name, Optional<Integer> age) {}

  record Node(Node next) {}

  private final MemoryRunJournal journal = new MemoryRunJournal();
  private final ScriptedTool find =
      ScriptedTool.reading("find").answering("[{\"name\": \"Rex\", \"age\": 3}]");

  private Agent agent(String... turns) {
    return Agent.with(acting(turns).scoring((_, word) -> yes(word)))
        .journal(journal)
        .tools(List.of(find))
        .build();
  }

  /// Everything is done when it is asked: an answer that is JSON looks like a call.
  private static double yes(String word) {
    return word.equalsIgnoreCase("yes") ? -0.1 : -5;
  }

  private TypedReport<Pet> run(String answer) {
    return agent(plan("find"), call("find", "{}"), answer).run("Which pet is there?", Pet.class);
  }

  @Test
  void anAnswerIsReadAsAValue() {
    TypedReport<Pet> typed = run("{\"name\":\"Rex\",\"age\":3}");
    assertThat(typed.value()).contains(new Pet("Rex", Optional.of(3)));
    assertThat(typed.report().status()).contains(RunStatus.DONE);
  }

  @Test
  void whatIsOptionalMayBeLeftOut() {
    assertThat(run("{\"name\":\"Rex\"}").value()).contains(new Pet("Rex", Optional.empty()));
  }

  @Test
  void aModelThatKeepsToNoSchemaGivesNoValue() {
    assertThat(run("There is Rex.").value()).isEmpty();
    assertThat(run("{\"name\":{}}").value()).isEmpty();
  }

  @Test
  void aRunThatIsTakenUpAgainAnswersInTheSameForm() {
    TypedReport<Pet> typed = run("{\"name\":\"Rex\",\"age\":3}");
    RunReport again = agent().resume(typed.report().run(), AgentListener.SILENT);
    assertThat(again.answer()).isEqualTo("{\"name\":\"Rex\",\"age\":3}");
  }

  @Test
  void anAnswerFromDocumentsIsWrittenOnceMoreInTheForm() {
    StoredPassages bridge =
        StoredPassages.of(
            StoredPassages.document("bridge.md", "The bridge was opened in 1932 by the mayor."));
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies("The bridge was opened in 1932.", "1932");
    TypedReport<Integer> typed =
        Agent.with(model)
            .retriever(bridge)
            .build()
            .run("When was the bridge opened?", Integer.class);
    assertThat(typed.value()).contains(1932);
    assertThat(typed.report().citations()).hasSize(1);
  }

  @Test
  void aTypeThatHasNoSchemaIsRefusedBeforeAnythingIsDone() {
    assertThatThrownBy(() -> agent().run("Which?", Node.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Node");
    assertThat(journal.runs()).isEmpty();
  }
}
