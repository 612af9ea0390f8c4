package dev.corvid.test;

import static dev.corvid.test.ScriptedLanguageModel.acting;
import static dev.corvid.test.ScriptedLanguageModel.call;
import static dev.corvid.test.ScriptedLanguageModel.plan;
import static dev.corvid.test.ScriptedLanguageModel.spoken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Agent;
import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.Budget;
import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolPolicy;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolBudgetTests {
  private static final String[] THREE_CALLS = {
    plan("look", "look", "look"),
    call("look", "{\"at\": \"a\"}"),
    call("look", "{\"at\": \"b\"}"),
    call("look", "{\"at\": \"c\"}"),
    "This is known."
  };

  @TempDir Path folder = Path.of("");

  private final MemoryRunJournal journal = new MemoryRunJournal();
  private final ScriptedTool look = ScriptedTool.reading("look").taking("at");

  private static Task task(Budget budget) {
    return Task.withTools("Look at a, b and c").withBudget(budget);
  }

  private static Agent agent(ScriptedLanguageModel model, RunJournal journal, Tool... tools) {
    return Agent.with(model)
        .journal(journal)
        .tools(List.of(tools))
        .policies(Map.of("write", ToolPolicy.ALLOW))
        .build();
  }

  private RunReport run(ScriptedLanguageModel model, Budget budget) {
    return agent(model, journal, look).run(task(budget), AgentListener.SILENT);
  }

  /// A model that has said the first words of a script says its last ones when it is to answer.
  private static ScriptedLanguageModel answeringEarly(int calls) {
    String[] turns = Arrays.copyOf(THREE_CALLS, calls + 2);
    turns[calls + 1] = "This is known.";
    return neverDone(acting(turns));
  }

  /// A model that finds everything asked for and nothing done.
  private static ScriptedLanguageModel neverDone(ScriptedLanguageModel model) {
    return model.scoring(
        (prompt, word) -> word.equalsIgnoreCase("yes") == (spoken(prompt) == 0) ? -0.1 : -5);
  }

  @Test
  void stepsEndARunWithWhatIsKnown() {
    RunReport report = run(answeringEarly(1), Budget.forTools().withSteps(3));
    TrajectoryAssert.assertThat(report).calledOnly("look").endedAs(RunStatus.BUDGET);
    assertThat(report.answer()).isEqualTo("This is known.");
  }

  @Test
  void callsEndARunWithWhatIsKnown() {
    RunReport report = run(answeringEarly(2), Budget.forTools().withCalls(2));
    TrajectoryAssert.assertThat(report).calledOnly("look", "look").endedAs(RunStatus.BUDGET);
    assertThat(report.answer()).isEqualTo("This is known.");
  }

  @Test
  void tokensEndARunWithWhatIsKnown() {
    String long1 = call("look", "{\"at\": \"%s\"}".formatted("word ".repeat(250).strip()));
    RunReport report =
        run(
            neverDone(acting(plan("look", "look"), long1, "known ".repeat(500))),
            Budget.forTools().withTokens(400));
    TrajectoryAssert.assertThat(report).calledOnly("look").endedAs(RunStatus.BUDGET);
    assertThat(report.answer().split(" ")).hasSize(96);
    assertThat(report.usage().completionTokens()).isLessThanOrEqualTo(400);
  }

  @Test
  void whatIsKeptForTheAnswerIsNotSpentOnACall() {
    String longest = call("look", "{\"at\": \"%s\"}".formatted("word ".repeat(1000).strip()));
    RunReport report =
        run(
            acting(plan("look", "look"), THREE_CALLS[1], longest),
            Budget.forTools().withTokens(400));
    TrajectoryAssert.assertThat(report).calledOnly("look").endedAs(RunStatus.FAILED);
    assertThat(report.usage().completionTokens()).isEqualTo(400 - 96);
  }

  @Test
  void aFullContextIsBegunAnewWithWhatIsKnown() {
    ScriptedTool talkative =
        look.answering(
            arguments -> ToolResult.ok("200", arguments + " is " + "blue ".repeat(400).strip()));
    ScriptedLanguageModel model =
        ScriptedLanguageModel.answering(
                prompt -> {
                  if (spoken(prompt) == 0 && !text(prompt).contains("is blue")) {
                    return plan("look", "look", "look", "look");
                  }
                  for (String place : List.of("a", "b", "c", "d")) {
                    if (!text(prompt).contains("\"%s\"} is".formatted(place))) {
                      return call("look", "{\"at\": \"%s\"}".formatted(place));
                    }
                  }
                  return "All are blue.";
                })
            .scoring(
                (prompt, word) -> {
                  boolean yes =
                      !text(prompt).contains("is blue") || text(prompt).contains("\"d\"} is");
                  return word.equalsIgnoreCase("yes") == yes ? -0.1 : -5;
                })
            .withContextLength(1800);
    List<AgentEvent.Compacted> told = new ArrayList<>();

    RunReport report =
        agent(model, journal, talkative)
            .run(
                task(Budget.forTools()),
                event -> {
                  if (event instanceof AgentEvent.Compacted compacted) {
                    told.add(compacted);
                  }
                });

    TrajectoryAssert.assertThat(report)
        .calledOnly("look", "look", "look", "look")
        .endedAs(RunStatus.DONE);
    assertThat(report.answer()).isEqualTo("All are blue.");
    assertThat(report.compactions()).isPositive().isEqualTo(told.size());
    assertThat(told).allSatisfy(event -> assertThat(event.after()).isLessThan(event.before()));
    assertThat(model.prompts())
        .allSatisfy(prompt -> assertThat(model.countTokens(prompt)).isLessThan(1800));
    RunReport again =
        agent(model, MemoryRunJournal.holding(report.run(), untilTheEnd(report)), talkative)
            .resume(report.run(), AgentListener.SILENT);
    assertThat(again.answer()).isEqualTo(report.answer());
    assertThat(again.compactions()).isEqualTo(report.compactions());
  }

  private List<JournalEntry.Placed> untilTheEnd(RunReport report) {
    List<JournalEntry.Placed> entries = journal.read(report.run());
    return entries.subList(0, entries.size() - 1);
  }

  private static String text(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text) -> text;
      case Prompt.Chat(var messages) ->
          messages.stream().map(Message::text).collect(Collectors.joining("\n"));
    };
  }

  @Test
  void timeEndsARun() {
    ScriptedTool slow =
        look.answering(
            arguments -> {
              sleep(60);
              return ToolResult.ok("200", "{}");
            });
    RunReport report =
        agent(acting(THREE_CALLS), journal, slow)
            .run(
                task(Budget.forTools().withWallClock(Duration.ofMillis(30))), AgentListener.SILENT);
    TrajectoryAssert.assertThat(report).endedAs(RunStatus.BUDGET);
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new CancellationException("interrupted");
    }
  }

  @Test
  void aRunWhoseTimeIsOverWhenItGoesOnEndsThereAndIsNotLost() {
    Budget budget = Budget.forTools();
    RunReport whole = run(acting(THREE_CALLS), budget);
    List<JournalEntry.Placed> entries = journal.read(whole.run());
    int called = 0;
    for (int kept = 1; kept < entries.size(); kept++) {
      called += entries.get(kept - 1).entry() instanceof JournalEntry.CallEnded ? 1 : 0;
      List<JournalEntry.Placed> late = new ArrayList<>(entries.subList(0, kept));
      JournalEntry.Placed last = late.removeLast();
      late.add(new JournalEntry.Placed(last.number(), last.at(), 3_600_000, last.entry()));
      RunReport report =
          agent(acting(THREE_CALLS), MemoryRunJournal.holding(whole.run(), late), look)
              .resume(whole.run(), AgentListener.SILENT);
      boolean answered = kept == entries.size() - 1;
      TrajectoryAssert.assertThat(report).endedAs(answered ? RunStatus.DONE : RunStatus.BUDGET);
      assertThat(report.steps()).hasSizeGreaterThanOrEqualTo(called);
    }
  }

  @Test
  void noBudgetIsOverdrawn() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Budget budget =
          Budget.forTools()
              .withSteps(1 + random.nextInt(7))
              .withTokens(1 + random.nextInt(700))
              .withCalls(random.nextInt(4));
      long salt = random.nextLong();
      ScriptedLanguageModel model =
          ScriptedLanguageModel.answering(
              prompt -> {
                Random pick = new Random(salt ^ prompt.hashCode());
                String words = "word ".repeat(pick.nextInt(pick.nextBoolean() ? 300 : 5)).strip();
                return spoken(prompt) == 0
                    ? plan("look", "look", words)
                    : pick.nextInt(4) == 0
                        ? words
                        : call("look", "{\"at\": \"%d %s\"}".formatted(pick.nextInt(), words));
              });

      RunReport report = run(neverDone(model), budget);

      assertThat(report.status()).as("seed %d", seed).isPresent();
      assertThat(report.usage().completionTokens())
          .as("seed %d, %s", seed, budget)
          .isLessThanOrEqualTo(budget.tokens());
      assertThat(report.steps().stream().filter(step -> step.status().equals("ok")))
          .as("seed %d, %s", seed, budget)
          .hasSizeLessThanOrEqualTo(budget.calls());
    }
  }

  @Test
  void anInterruptLosesNothingThatIsKnown() {
    AtomicInteger calls = new AtomicInteger();
    ScriptedTool write =
        ScriptedTool.writing("write")
            .answering(
                arguments -> {
                  if (calls.incrementAndGet() == 1) {
                    Thread.currentThread().interrupt();
                  }
                  return ToolResult.ok("200", "{}");
                });
    Agent agent =
        agent(
            acting(plan("write"), call("write", "{}"), "Done."), FileRunJournal.in(folder), write);

    assertThatThrownBy(() -> agent.run(task(Budget.forTools()), AgentListener.SILENT))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    String run = FileRunJournal.in(folder).runs().getFirst();
    RunReport cut = RunReport.of(run, FileRunJournal.in(folder).read(run));
    RunReport report = agent.resume(run, AgentListener.SILENT);

    assertThat(cut.status()).isEmpty();
    assertThat(cut.waiting()).isEmpty();
    TrajectoryAssert.assertThat(report).calledOnly("write").endedAs(RunStatus.DONE);
    assertThat(write.received()).hasSize(1);
  }

  @Test
  void aCallThatWasInterruptedIsAskedAbout() {
    ScriptedTool write =
        ScriptedTool.writing("write")
            .answering(
                arguments -> {
                  throw new CancellationException("interrupted");
                });
    Agent agent = agent(acting(plan("write"), call("write", "{}")), journal, write);

    assertThatThrownBy(() -> agent.run(task(Budget.forTools()), AgentListener.SILENT))
        .isInstanceOf(CancellationException.class);
    RunReport report = agent.resume(journal.runs().getFirst(), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).waitsFor("write");
    assertThat(write.received()).hasSize(1);
  }

  @Test
  void aRunThatIsInterruptedBeforeItBeginsBeginsLater() {
    Agent agent = agent(acting(THREE_CALLS), FileRunJournal.in(folder), look);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> agent.run(task(Budget.forTools()), AgentListener.SILENT))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    String run = FileRunJournal.in(folder).runs().getFirst();
    TrajectoryAssert.assertThat(agent.resume(run, AgentListener.SILENT)).endedAs(RunStatus.DONE);
  }
}
