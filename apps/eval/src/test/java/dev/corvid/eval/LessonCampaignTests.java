package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Episode;
import dev.corvid.agent.RunStatus;
import dev.corvid.inference.LocalLanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Lets the default model try the tasks again at which it failed, once with the lesson of that run
/// recalled and once with another run's lesson, and says how often each helps. Needs what
/// [TaskCampaignTests] wrote for both files; `corvid.lessons=20` tells how many tasks.
///
/// ```sh
/// ./mvnw -q -pl apps/eval -am test -Dtest=LessonCampaignTests \
///     -Dsurefire.failIfNoSpecifiedTests=false -Dcorvid.test.excludedGroups= -Dcorvid.lessons=20
/// ```
@Tag("model")
@EnabledIfSystemProperty(named = "corvid.lessons", matches = "\\d+")
class LessonCampaignTests {
  @TempDir Path journals;

  @Test
  void measures() throws IOException {
    List<TaskCase> cases = new ArrayList<>(TaskCase.read("tuning"));
    cases.addAll(TaskCase.read("report"));
    List<JsonNode> failed = new ArrayList<>();
    for (String name : new String[] {"tuning", "report"}) {
      JsonLines.read(Path.of("target/tasks", name + ".jsonl")).stream()
          .filter(line -> !line.path("ok").asBoolean())
          .filter(line -> !line.path("lesson").asString("").isBlank())
          .forEach(failed::add);
    }
    assertThat(failed).hasSizeGreaterThan(1);
    int[] right = new int[2];
    int n = Math.min(failed.size(), Integer.getInteger("corvid.lessons", 20));
    try (LocalLanguageModel model = CampaignModel.open();
        ItemLog log = ItemLog.resume(Path.of("target/tasks/lessons.jsonl"))) {
      TaskRunner runner = new TaskRunner(journals, CampaignModel.encoder(model));
      for (int i = 0; i < n; i++) {
        TaskCase task = find(cases, failed.get(i));
        for (int control = 0; control < 2; control++) {
          String id = task.id() + (control == 0 ? "-own" : "-other");
          if (log.find(id).isEmpty()) {
            String lesson =
                control == 0
                    ? failed.get(i).path("lesson").stringValue()
                    : other(failed, i, failed.get(i).path("lesson").stringValue());
            ObjectNode line = runner.run(task, model, OneLesson.of(episode(lesson))).line();
            log.append(line.put("id", id).put("recalled", lesson));
          }
          JsonNode line = log.find(id).orElseThrow();
          right[control] += line.path("ok").asBoolean() ? 1 : 0;
          System.out.printf(
              "%s %s: %s (%s)%n",
              id,
              line.path("ok").asBoolean() ? "ok" : "WRONG",
              line.path("answer").asString(""),
              line.path("recalled").asString(""));
        }
      }
    }
    System.out.printf(
        "%d tasks that failed: %d right with their lesson, %d with another%n",
        n, right[0], right[1]);
  }

  private static TaskCase find(List<TaskCase> cases, JsonNode line) {
    return cases.stream()
        .filter(task -> task.task().equals(line.path("task").asString()))
        .findFirst()
        .orElseThrow();
  }

  /// The lesson of the next task that tells something else, made as long.
  private static String other(List<JsonNode> failed, int own, String lesson) {
    for (int i = 1; i < failed.size(); i++) {
      String next = failed.get((own + i) % failed.size()).path("lesson").stringValue();
      if (!next.equals(lesson)) {
        String filled = next.repeat(1 + lesson.length() / next.length());
        return filled.substring(0, lesson.length());
      }
    }
    throw new IllegalStateException("all tasks teach the same");
  }

  private static Episode episode(String lesson) {
    return new Episode(
        "before", Instant.EPOCH, "before", List.of(), List.of(), RunStatus.FAILED, false, lesson);
  }
}
