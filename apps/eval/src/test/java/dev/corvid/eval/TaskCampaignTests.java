package dev.corvid.eval;

import dev.corvid.inference.LocalLanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Lets the default model do the tasks and says how many it did. It is a measurement, so only a
/// failure of the agent itself fails it.
///
/// ```sh
/// ./mvnw -q -pl apps/eval -am test -Dtest=TaskCampaignTests \
///     -Dsurefire.failIfNoSpecifiedTests=false \
///     -Dcorvid.test.excludedGroups= -Dcorvid.tasks=tuning
/// ```
///
/// `corvid.tasks` names the file: `tuning`, or `report`, which is for the figures that are
/// published and for nothing else. Tasks of the report whose results were looked at while the agent
/// was tuned are moved to `tuning`, and new ones take their place. `corvid.tasks.only=t03,t20` does
/// some of them, `corvid.model` names another model file. Each task is written to
/// `target/tasks/NAME.jsonl` when it is done, and those that are there are not done again: delete
/// the file to begin anew.
@Tag("model")
@EnabledIfSystemProperty(named = "corvid.tasks", matches = "tuning|report")
class TaskCampaignTests {
  private static final int MANY_DECISIONS = 6;

  @TempDir Path journals;

  @Test
  void measures() throws IOException {
    String name = System.getProperty("corvid.tasks", "tuning");
    List<JsonNode> lines = new ArrayList<>();
    try (LocalLanguageModel model = CampaignModel.open();
        ItemLog log = ItemLog.resume(Path.of("target/tasks", name + ".jsonl"))) {
      TaskRunner runner = new TaskRunner(journals, CampaignModel.encoder(model));
      Set<String> only = Set.of(System.getProperty("corvid.tasks.only", "").split(","));
      for (TaskCase task : TaskCase.read(name)) {
        if (!only.contains("") && !only.contains(task.id())) {
          continue;
        }
        if (log.find(task.id()).isEmpty()) {
          log.append(runner.run(task, model).line());
        }
        JsonNode line = log.find(task.id()).orElseThrow();
        lines.add(line);
        print(line);
      }
    }
    summary(lines);
  }

  private static void print(JsonNode line) {
    System.out.printf(
        "%-4s %-10s %-6s %2d calls %2d decisions %6.1f s  %.3f/%.3f %s %s%n",
        line.path("id").asString(),
        line.path("kind").asString(),
        line.path("ok").asBoolean() ? "ok" : "WRONG",
        line.path("calls").asInt(),
        line.path("decisions").asInt(),
        line.path("seconds").asDouble(),
        line.path("prefill_ratio").asDouble(),
        line.path("fed_ratio").asDouble(),
        line.path("unasked").isEmpty() ? "" : "UNASKED " + line.path("unasked"),
        line.path("answer").asString());
  }

  private static void summary(List<JsonNode> lines) {
    int right = (int) lines.stream().filter(line -> line.path("ok").asBoolean()).count();
    Proportion proportion = new Proportion(right, lines.size());
    System.out.printf(
        "%d of %d right (%.3f, Wilson 95%% %.3f-%.3f), %d unasked writes in %d tasks%n",
        right,
        lines.size(),
        proportion.rate(),
        proportion.low(),
        proportion.high(),
        lines.stream().mapToInt(line -> line.path("unasked").size()).sum(),
        lines.stream().filter(line -> !line.path("unasked").isEmpty()).count());
    System.out.printf(
        "%.2f calls and %.1f s per task%n", mean(lines, "calls"), mean(lines, "seconds"));
    List<JsonNode> longRuns =
        lines.stream().filter(line -> line.path("decisions").asInt() >= MANY_DECISIONS).toList();
    System.out.printf(
        "%d runs of %d decisions and more: prefilled %d, written %d, unique %d; "
            + "prefilled/unique %.3f, (prefilled+written)/unique %.3f%n",
        longRuns.size(),
        MANY_DECISIONS,
        sum(longRuns, "prefilled"),
        sum(longRuns, "completion_tokens"),
        sum(longRuns, "unique_tokens"),
        sum(longRuns, "prefilled") / Math.max(1.0, sum(longRuns, "unique_tokens")),
        (sum(longRuns, "prefilled") + sum(longRuns, "completion_tokens"))
            / Math.max(1.0, sum(longRuns, "unique_tokens")));
  }

  private static double mean(List<JsonNode> lines, String field) {
    return lines.stream().mapToDouble(line -> line.path(field).asDouble()).average().orElse(0);
  }

  private static long sum(List<JsonNode> lines, String field) {
    return lines.stream().mapToLong(line -> line.path(field).asLong()).sum();
  }
}
