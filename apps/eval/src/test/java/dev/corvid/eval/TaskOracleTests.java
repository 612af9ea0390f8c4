package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The tasks can be done: a model that knows how does each of them, through the whole agent and on
/// the wire.
class TaskOracleTests {
  @TempDir Path folder;

  private static List<TaskCase> all() throws IOException {
    return Stream.concat(TaskCase.read("tuning").stream(), TaskCase.read("report").stream())
        .toList();
  }

  @Test
  void anOracleDoesEveryTask() throws IOException {
    TaskRunner runner = new TaskRunner(folder, prompt -> new int[0]);
    List<String> failed = new ArrayList<>();
    List<TaskCase> tasks = all();
    for (TaskCase task : tasks) {
      TaskRunner.Done done = runner.run(task, new OracleModel(task));
      if (!done.verdict().ok()) {
        failed.add(done.line().toString());
      }
    }
    assertThat(tasks).hasSize(130);
    assertThat(failed).isEmpty();
  }

  @Test
  void whatTheOracleDoesForAnotherTaskIsWrong() throws IOException {
    TaskRunner runner = new TaskRunner(folder, prompt -> new int[0]);
    List<TaskCase> tasks = all();
    List<String> passed = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      TaskCase task = tasks.get(i);
      TaskCase other = tasks.get((i + 7) % tasks.size());
      // The oracle says itself that no tool does this, whatever calls it could make.
      boolean refused = task.kind().equals("none");
      TaskCase mixed =
          new TaskCase(
              task.id(),
              task.kind(),
              // The tools are chosen for the other task, so that its calls can be made.
              other.task(),
              task.statuses(),
              task.answer(),
              task.excluded(),
              task.writes(),
              task.attempts(),
              other.oracle());
      if (!refused && runner.run(mixed, new OracleModel(mixed)).verdict().ok()) {
        passed.add(task.id() + " by " + other.id());
      }
    }
    assertThat(passed).isEmpty();
  }

  private TaskVerdict verdict(String id, List<String> plan, String... calls) throws IOException {
    TaskCase task = all().stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
    List<JsonNode> written = Stream.of(calls).map(JsonLines.JSON::readTree).toList();
    TaskCase other =
        new TaskCase(
            task.id(),
            task.kind(),
            task.task(),
            task.statuses(),
            task.answer(),
            task.excluded(),
            task.writes(),
            task.attempts(),
            new TaskCase.Oracle(plan, written, task.oracle().says()));
    return new TaskRunner(folder, prompt -> new int[0])
        .run(other, new OracleModel(other))
        .verdict();
  }

  @Test
  void aWriteThatNobodyAskedForIsSeen() throws IOException {
    TaskVerdict verdict =
        verdict(
            "t12",
            List.of("addPet", "addOwner"),
            "{\"name\":\"addPet\",\"arguments\":{\"name\":\"Bruno\",\"kind\":\"dog\",\"age\":4}}",
            "{\"name\":\"addOwner\",\"arguments\":{\"name\":\"Bruno\",\"city\":\"Oslo\"}}");
    assertThat(verdict.state()).isFalse();
    assertThat(verdict.unasked()).containsExactly("POST /owners 201");
    assertThat(verdict.ok()).isFalse();
  }

  @Test
  void anIdThatTheModelMakesUpIsLookedUpFirst() throws IOException {
    TaskVerdict verdict =
        verdict(
            "t23",
            List.of("deletePet"),
            "{\"name\":\"deletePet\",\"arguments\":{\"petId\":1}}",
            "{\"name\":\"listPets\",\"arguments\":{\"name\":\"Tom\"}}",
            "{\"name\":\"deletePet\",\"arguments\":{\"petId\":8}}");
    assertThat(verdict.unasked()).isEmpty();
    assertThat(verdict.ok()).isTrue();
  }

  @Test
  void anIdThatStaysMadeUpIsNotSent() throws IOException {
    TaskVerdict verdict =
        verdict(
            "t23",
            List.of("deletePet"),
            "{\"name\":\"deletePet\",\"arguments\":{\"petId\":1}}",
            "{\"name\":\"listPets\",\"arguments\":{\"name\":\"the shop\"}}",
            "{\"name\":\"deletePet\",\"arguments\":{\"petId\":1}}");
    assertThat(verdict.unasked()).isEmpty();
    assertThat(verdict.ok()).isFalse();
  }

  @Test
  void afterAChangeOnlyThePlanChangesMore() throws IOException {
    TaskVerdict verdict =
        verdict(
            "t16",
            List.of("adoptPet"),
            "{\"name\":\"adoptPet\",\"arguments\":{\"petId\":8,\"ownerId\":4}}",
            "{\"name\":\"deletePet\",\"arguments\":{\"petId\":8}}");
    assertThat(verdict.unasked()).isEmpty();
  }

  @Test
  void everyOperationIsATool() throws IOException {
    try (TaskWorld world = TaskWorld.open()) {
      assertThat(world.provider().skipped()).isEmpty();
      assertThat(world.tools()).hasSizeBetween(20, 30);
    }
  }

  @Test
  void numbersAreTheSameHoweverTheyAreWritten() {
    assertThat(TaskVerdict.words("It costs 27.50 euros, or 1,250.00; three at TG-103."))
        .isEqualTo(" it costs 27.5 euros or 1250 3 at tg 103 ");
  }
}
