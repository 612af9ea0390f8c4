package dev.corvid.eval;

import dev.corvid.agent.Agent;
import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.IndexedToolSelector;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.Settlement;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.retrieval.TextIndexes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lets an agent do a task on the wire, each time in a world of its own. Every write is asked about
/// and every question is answered with yes: what keeps the world whole is the agent alone.
final class TaskRunner {
  private final Path journals;
  private final Function<Prompt, int[]> encoder;

  TaskRunner(Path journals, Function<Prompt, int[]> encoder) {
    this.journals = journals;
    this.encoder = encoder;
  }

  /// What came of a task.
  record Done(TaskCase task, RunReport report, TaskVerdict verdict, ObjectNode line) {}

  Done run(TaskCase task, LanguageModel model) throws IOException {
    return run(task, model, OneLesson.none());
  }

  /// @param memory what is recalled, and where the run's own episode goes
  Done run(TaskCase task, LanguageModel model, OneLesson memory) throws IOException {
    MeteredModel metered = new MeteredModel(model, encoder);
    try (TaskWorld world = TaskWorld.open();
        IndexedToolSelector selector = new IndexedToolSelector(TextIndexes::inMemory)) {
      int[] calls = {0};
      Agent agent =
          Agent.with(metered)
              .journal(FileRunJournal.in(journals))
              .tools(world.tools())
              .selector(selector)
              .memory(memory)
              .approvals(ApprovalMode.ASK, new Willing())
              .build();
      long start = System.nanoTime();
      RunReport report =
          agent.run(
              Task.withTools(task.task()),
              event -> calls[0] += event instanceof AgentEvent.CallBegan ? 1 : 0);
      double seconds = (System.nanoTime() - start) / 1e9;
      TaskVerdict verdict = TaskVerdict.of(task, report, world);
      ObjectNode line = line(task, report, verdict, calls[0], seconds, metered);
      line.put("lesson", memory.episodes().isEmpty() ? "" : memory.episodes().getLast().lesson());
      return new Done(task, report, verdict, line);
    }
  }

  /// Allows everything.
  private static final class Willing implements Approver {
    @Override
    public Optional<Boolean> approve(ToolRequest request, String reason) {
      return Optional.of(true);
    }

    @Override
    public Optional<Settlement> settle(ToolRequest request) {
      return Optional.of(Settlement.SKIP);
    }
  }

  private static ObjectNode line(
      TaskCase task,
      RunReport report,
      TaskVerdict verdict,
      int calls,
      double seconds,
      MeteredModel metered) {
    MeteredModel.Reading reading = metered.reading();
    ObjectNode line = JsonLines.JSON.createObjectNode();
    line.put("id", task.id()).put("kind", task.kind()).put("task", task.task());
    line.put("ok", verdict.ok()).put("ended", verdict.ended()).put("answered", verdict.answered());
    line.put("state", verdict.state());
    ArrayNode unasked = line.putArray("unasked");
    verdict.unasked().forEach(unasked::add);
    line.put("status", report.status().map(Enum::name).orElse(""));
    line.put("answer", report.answer()).put("calls", calls);
    line.put("decisions", reading.decisions()).put("seconds", Math.round(seconds * 100) / 100.0);
    line.put("prompt_tokens", reading.usage().promptTokens());
    line.put("cached_tokens", reading.usage().cachedTokens());
    line.put("completion_tokens", reading.usage().completionTokens());
    line.put("prefilled", reading.prefilled()).put("unique_tokens", reading.unique());
    line.put("prefill_ratio", reading.prefillRatio()).put("fed_ratio", reading.fedRatio());
    line.set("scores", JsonLines.JSON.valueToTree(metered.decided()));
    ArrayNode plan = line.putArray("plan");
    report.plan().forEach(plan::add);
    ArrayNode steps = line.putArray("steps");
    for (RunReport.Step step : report.steps()) {
      steps
          .addObject()
          .put("tool", step.tool())
          .put("arguments", step.arguments())
          .put("status", step.status())
          .put("result", step.result());
    }
    return line;
  }
}
