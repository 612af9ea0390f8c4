package dev.corvid.test;

import static dev.corvid.test.ScriptedLanguageModel.acting;
import static dev.corvid.test.ScriptedLanguageModel.call;
import static dev.corvid.test.ScriptedLanguageModel.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Agent;
import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Effect;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolPolicy;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgentRunTests {
  private static final Task TASK = Task.withTools("Find the pets and add a dog called Rex");

  private static final StoredPassages BRIDGE =
      StoredPassages.of(
          StoredPassages.document(
              "bridge.md",
              "The bridge is a landmark. It was opened in 1932 by the mayor of the town."));

  private final MemoryRunJournal journal = new MemoryRunJournal();
  private final ScriptedTool find = ScriptedTool.reading("find").answering("[{\"id\": 1}]");
  private final ScriptedTool add = ScriptedTool.writing("add").taking("name");
  private final ScriptedApprover user = ScriptedApprover.saying(true);

  private Agent.Builder agent(ScriptedLanguageModel model, Tool... tools) {
    return Agent.with(model)
        .journal(journal)
        .tools(List.of(tools))
        .approvals(ApprovalMode.ASK, user);
  }

  private RunReport run(ScriptedLanguageModel model, Tool... tools) {
    return agent(model, tools).build().run(TASK, AgentListener.SILENT);
  }

  private List<String> journalled(RunReport report) {
    return journal.read(report.run()).stream()
        .map(placed -> placed.entry().getClass().getSimpleName())
        .toList();
  }

  private static String lastPrompt(ScriptedLanguageModel model) {
    return switch (model.prompts().getLast()) {
      case Prompt.Chat(List<Message> messages) -> messages.getLast().text();
      case Prompt.Text(String text) -> text;
    };
  }

  @Test
  void whatCannotBeReadAfterAChangeDoesNotUndoIt() {
    ScriptedTool remove = ScriptedTool.writing("remove").taking("name");
    ScriptedTool gone =
        ScriptedTool.reading("look").answering(_ -> ToolResult.error("404", "there is no Rex"));
    ScriptedLanguageModel model =
        acting(
            plan("remove", "look"),
            call("remove", "{\"name\": \"Rex\"}"),
            call("look", "{}"),
            call("look", "{}"),
            "Rex is removed.");

    RunReport report =
        agent(model, remove, gone)
            .build()
            .run(Task.withTools("Remove the dog Rex"), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).endedAs(RunStatus.DONE);
    assertThat(report.answer()).isEqualTo("Rex is removed.");
    assertThat(remove.done()).hasSize(1);
  }

  @Test
  void aPlanIsCarriedOutAndAnswered() {
    ScriptedLanguageModel model =
        acting(
            plan("find", "add"),
            call("find", "{}"),
            call("add", "{\"name\": \"Rex\"}"),
            "Rex is added.");

    RunReport report = run(model, find, add);

    TrajectoryAssert.assertThat(report).calledOnly("find", "add").endedAs(RunStatus.DONE);
    assertThat(report.answer()).isEqualTo("Rex is added.");
    assertThat(report.plan()).containsExactly("find", "add");
    assertThat(report.task()).isEqualTo(TASK.question());
    assertThat(report.waiting()).isEmpty();
    assertThat(report.usage().completionTokens()).isPositive();
    assertThat(add.done()).extracting(ToolRequest::body).containsExactly("{\"name\":\"Rex\"}");
    assertThat(user.asked())
        .singleElement()
        .satisfies(asked -> assertThat(asked.request()).isEqualTo(add.done().getFirst()));
    assertThat(journalled(report))
        .containsExactly(
            "Begun",
            "Recalled",
            "Selected",
            // Whether a tool fits, and whether the user asks for the one that changes something.
            "Scored",
            "Scored",
            "Scored",
            "Scored",
            "Scored",
            "Scored",
            "Scored",
            "Scored",
            "Wrote",
            "Planned",
            "Wrote",
            "CallBegan",
            "CallEnded",
            "Wrote",
            "ApprovalAsked",
            "ApprovalGiven",
            "CallBegan",
            "CallEnded",
            "Scored",
            "Scored",
            "Scored",
            "Scored",
            "Wrote",
            "Ended");
    assertThat(RunReport.of(report.run(), journal.read(report.run()))).isEqualTo(report);
  }

  @Test
  void eventsTellTheSameInOrder() {
    ScriptedLanguageModel model =
        acting(
            plan("find", "add"), call("find", "{}"), call("add", "{\"name\": \"Rex\"}"), "Done.");
    List<AgentEvent> events = new ArrayList<>();

    RunReport report = agent(model, find, add).build().run(TASK, events::add);

    assertThat(events.stream().filter(event -> !(event instanceof AgentEvent.PromptRead)))
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "Planned",
            "CallBegan",
            "CallEnded",
            "ApprovalWanted",
            "CallBegan",
            "CallEnded",
            "TextWritten",
            "RunEnded");
    assertThat(events).last().isEqualTo(new AgentEvent.RunEnded(report));
    assertThat(
            events.stream()
                .filter(AgentEvent.CallEnded.class::isInstance)
                .map(event -> ((AgentEvent.CallEnded) event).step()))
        .isEqualTo(report.steps());
  }

  @Test
  void whatACallBroughtIsReadBeforeTheNext() {
    ScriptedLanguageModel model =
        acting(plan("find"), call("find", "{}"), call("add", "{\"name\": \"Rex\"}"), "Done.");

    RunReport report = run(model, find, add);

    TrajectoryAssert.assertThat(report).calledOnly("find", "add").endedAs(RunStatus.DONE);
    assertThat(model.prompts().get(2).toString()).contains("[{\"id\": 1}]", "1 items");
  }

  @Test
  void whereNoToolFitsItIsUnknown() {
    ScriptedLanguageModel model =
        acting().scoring((prompt, word) -> word.equalsIgnoreCase("no") ? -0.1 : -3);

    RunReport report = run(model, find);

    TrajectoryAssert.assertThat(report).calledOnly().endedAs(RunStatus.UNKNOWN);
    assertThat(report.answer()).startsWith("I don't know");
    assertThat(run(model).status()).contains(RunStatus.UNKNOWN);
  }

  @Test
  void whereNoToolFitsDocumentsAnswer() {
    ScriptedLanguageModel model =
        acting("The bridge was opened in 1932.")
            .scoring((prompt, word) -> word.equalsIgnoreCase("no") ? -0.1 : -9);
    RunReport report =
        agent(model, find)
            .retriever(BRIDGE)
            .build()
            .run(Task.withTools("When was the bridge opened?"), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).calledOnly("search_documents").endedAs(RunStatus.DONE);
    assertThat(report.citations()).singleElement().matches(c -> c.document().equals("bridge.md"));
  }

  @Test
  void documentsAreLookedUpByAToolOfTheirOwn() {
    ScriptedLanguageModel model =
        acting(
            plan("find", "search_documents"),
            call("search_documents", "{\"query\": \"bridge\"}"),
            call("find", "{}"),
            "The bridge was opened in 1932.");
    RunReport report =
        agent(model, find)
            .retriever(BRIDGE)
            .build()
            .run(Task.withTools("Find out when the bridge was opened"), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report)
        .calledOnly("search_documents", "find")
        .endedAs(RunStatus.DONE);
    assertThat(report.answer()).isEqualTo("The bridge was opened in 1932. [1]");
    assertThat(report.citations()).singleElement().matches(c -> c.verified());
  }

  @Test
  void aWrongCallIsCorrected() {
    ScriptedLanguageModel model =
        acting(
            plan("add"),
            call("add", "{}"),
            call("add", "{\"nme\": \"Rex\"}"),
            call("add", "{\"name\": \"Rex\"}"),
            "Done.");

    RunReport report = run(model, add);

    TrajectoryAssert.assertThat(report).calledOnly("add").endedAs(RunStatus.DONE);
    assertThat(report.steps())
        .extracting(RunReport.Step::status)
        .containsExactly("invalid", "invalid", "ok");
    assertThat(model.prompts().get(2).toString()).contains("'name' is missing");
  }

  @Test
  void aCallIsCorrectedTwiceAndTheTaskTriedOnceMore() {
    List<String> turns = new ArrayList<>();
    for (int attempt = 0; attempt < 2; attempt++) {
      turns.add(plan("add"));
      for (int i = 0; i < 3; i++) {
        turns.add(call("add", "{\"wrong\": \"%d.%d\"}".formatted(attempt, i)));
      }
      turns.add("I used a wrong name.");
    }
    ScriptedLanguageModel model = acting(turns.toArray(String[]::new));

    RunReport report = run(model, add);

    TrajectoryAssert.assertThat(report).calledOnly().endedAs(RunStatus.FAILED);
    assertThat(report.answer()).startsWith("Not done").contains("add");
    assertThat(report.steps()).hasSize(6);
    assertThat(model.prompts()).hasSize(9);
  }

  @Test
  void theSameCallIsNotMadeTwice() {
    ScriptedTool pair = ScriptedTool.reading("pair").taking("a", "b");
    ScriptedLanguageModel model =
        acting(
            plan("pair", "pair"),
            call("pair", "{\"a\": \"1\", \"b\": \"2\"}"),
            call("pair", "{\"b\": \"2\", \"a\": \"1\"}"));

    RunReport report = run(model, pair);

    TrajectoryAssert.assertThat(report).calledOnly("pair").endedAs(RunStatus.UNKNOWN);
  }

  @Test
  void aChangeThatTheUserDoesNotAskForIsNoChoice() {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies()
            .scoring(
                (prompt, word) ->
                    word.equalsIgnoreCase("no") == prompt.toString().contains("ask to use add")
                        ? -0.1
                        : -5);

    RunReport report = run(model, add);

    TrajectoryAssert.assertThat(report).calledOnly().endedAs(RunStatus.UNKNOWN);
    assertThat(report.answer()).startsWith("I don't know");
    assertThat(user.asked()).isEmpty();
  }

  @Test
  void whatNothingSaysIsAskedOfTheUserAndCountsAsTheTask() {
    ScriptedTool remove = ScriptedTool.writing("remove").taking("id");
    ScriptedLanguageModel model =
        acting(
            plan("remove"),
            call("remove", "{\"id\": \"7\"}"),
            call("remove", "{\"id\": \"4\"}"),
            "It is removed.");

    RunReport waiting = agent(model, remove).build().run(TASK, AgentListener.SILENT);

    TrajectoryAssert.assertThat(waiting).calledOnly().endedAs(RunStatus.INPUT);
    assertThat(waiting.question()).hasValueSatisfying(asked -> assertThat(asked).contains("id"));
    assertThat(RunReport.of(waiting.run(), journal.read(waiting.run()))).isEqualTo(waiting);

    RunReport report =
        Agent.with(model)
            .journal(journal)
            .tools(List.of(remove))
            .approvals(
                ApprovalMode.ALL,
                ScriptedApprover.saying(true).answering(question -> Optional.of("the one with 4")))
            .build()
            .resume(waiting.run(), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).calledOnly("remove").endedAs(RunStatus.DONE);
    assertThat(remove.done()).extracting(ToolRequest::body).containsExactly("{\"id\":\"4\"}");
    assertThat(report.question()).isEmpty();
  }

  @Test
  void aModelThatRepeatsItselfAndIsNotDoneDoesNotKnow() {
    ScriptedLanguageModel model = acting(plan("find"), call("find", "{}"), call("find", "{}"));

    RunReport report = run(model.scoring((prompt, word) -> isYes(prompt, word) ? -0.1 : -5), find);

    TrajectoryAssert.assertThat(report).calledOnly("find").endedAs(RunStatus.UNKNOWN);
    assertThat(report.answer()).startsWith("I don't know");
  }

  /// Yes to whether a tool fits, no to whether all is done.
  private static boolean isYes(Prompt prompt, String word) {
    return word.equalsIgnoreCase("yes") == (ScriptedLanguageModel.spoken(prompt) == 0);
  }

  @Test
  void whatWasReadBeforeAWriteMayBeReadAgain() {
    ScriptedLanguageModel model =
        acting(
            plan("find", "add", "find"),
            call("find", "{}"),
            call("add", "{\"name\": \"Rex\"}"),
            call("find", "{}"),
            "Done.");

    TrajectoryAssert.assertThat(run(model, find, add))
        .calledOnly("find", "add", "find")
        .endedAs(RunStatus.DONE);
  }

  @Test
  void anErrorIsReadAndTheCallCorrected() {
    ScriptedTool picky =
        add.answering(
            arguments ->
                arguments.path("name").asString("").equals("rex")
                    ? ToolResult.ok("201", "{}")
                    : ToolResult.error("400", "lower case only"));
    ScriptedLanguageModel model =
        acting(
            plan("add"),
            call("add", "{\"name\": \"Rex\"}"),
            call("add", "{\"name\": \"rex\"}"),
            "Done.");

    RunReport report = run(model, picky);

    TrajectoryAssert.assertThat(report).calledOnly("add", "add").endedAs(RunStatus.DONE);
    assertThat(report.steps()).extracting(RunReport.Step::status).containsExactly("error", "ok");
    assertThat(model.prompts().get(2).toString()).contains("lower case only");
  }

  @Test
  void afterAFailureTheTaskIsTriedOnceMoreAndWhatWasDoneIsNotDoneAgain() {
    AtomicInteger tries = new AtomicInteger();
    ScriptedTool mail =
        ScriptedTool.writing("mail")
            .answering(
                arguments ->
                    tries.incrementAndGet() == 1
                        ? ToolResult.error("503", "try later")
                        : ToolResult.ok("200", "sent"));
    ScriptedLanguageModel model =
        acting(
            plan("add", "mail"),
            call("add", "{\"name\": \"Rex\"}"),
            call("mail", "{}"),
            call("mail", "{}"),
            "The server was busy.",
            plan("add", "mail"),
            call("add", "{\"name\": \"Rex\"}"),
            call("mail", "{}"),
            "Added and sent.");

    RunReport report = run(model, add, mail);

    TrajectoryAssert.assertThat(report).calledOnly("add", "mail", "mail").endedAs(RunStatus.DONE);
    assertThat(add.received()).hasSize(1);
    assertThat(lastPrompt(model)).contains("sent");
  }

  @Test
  void whatTheUserRefusesIsNotTriedAgain() {
    ScriptedApprover refusing = ScriptedApprover.saying(false);
    RunReport report =
        agent(acting(plan("add"), call("add", "{\"name\": \"Rex\"}")), add)
            .approvals(ApprovalMode.ASK, refusing)
            .build()
            .run(TASK, AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).neverCalled("add").endedAs(RunStatus.FAILED);
    assertThat(report.answer()).contains("does not allow");
    assertThat(refusing.asked()).hasSize(1);
    assertThat(add.received()).isEmpty();
  }

  @Test
  void nonsenseEndsClearly() {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.answering(prompt -> "Purple elephants dream.")
            .scoring((prompt, word) -> isYes(prompt, word) ? -0.1 : -5);

    RunReport report = run(model, find, add);

    TrajectoryAssert.assertThat(report).calledOnly().endedAs(RunStatus.FAILED);
    assertThat(report.answer()).contains("something else than a call");
    assertThat(journal.read(report.run()))
        .last()
        .extracting("entry")
        .isInstanceOf(JournalEntry.Ended.class);
  }

  @Test
  void noReplyCrashesARun() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> odd =
        List.of(
            "",
            "null",
            "7",
            "[]",
            "{}",
            "[[]]",
            "[7, null, {}]",
            "\"find\"",
            plan("nothing"),
            plan("find", "add"),
            "{\"name\": 7}",
            "{\"name\": \"find\"}",
            call("", "{}"),
            call("nothing", "{}"),
            call("find", "[]"),
            call("find", "null"),
            call("find", "{}"),
            call("find", "{\"x\": 1e999}"),
            call("add", "{\"name\": \"\"}"),
            call("add", "{\"name\": {\"a\": [1e400, \"\\ud83d\"]}}"),
            call("add", "{\"name\": 1}"),
            call("search_documents", "{}"),
            call("search_documents", "{\"query\": [\"x\"]}"),
            "{\"name\": \"find\", \"arguments\": {\"a\": " + "[".repeat(600));
    for (int i = 0; i < 150; i++) {
      long salt = random.nextLong();
      ScriptedLanguageModel model =
          ScriptedLanguageModel.answering(
                  prompt -> {
                    Random pick = new Random(salt ^ prompt.hashCode());
                    return pick.nextInt(5) == 0
                        ? OddTexts.random(pick, 40)
                        : odd.get(pick.nextInt(odd.size()));
                  })
              .scoring((prompt, word) -> -new Random(salt + prompt.hashCode()).nextDouble());
      Agent.Builder agent = agent(model, find, add);
      if (i % 2 == 0) {
        agent.retriever(
            StoredPassages.of(StoredPassages.document("a.md", "A text of some words.")));
      }
      RunReport report =
          agent.policies(Map.of("add", ToolPolicy.ALLOW)).build().run(TASK, AgentListener.SILENT);
      assertThat(report.status()).as("seed %d", seed).isPresent();
      assertThat(RunReport.of(report.run(), journal.read(report.run()))).isEqualTo(report);
    }
  }

  @Test
  void aToolThatThrowsHasFailedOrMayHaveDoneAnything() {
    ScriptedTool reading = find.answering(arguments -> fail());
    ScriptedTool writing = ScriptedTool.writing("write").answering(arguments -> fail());

    RunReport read =
        run(
            acting(
                plan("find"),
                call("find", "{}"),
                call("find", "{}"),
                "lesson",
                plan(),
                call("find", "{}"),
                call("find", "{}")),
            reading);
    RunReport written = run(acting(plan("write"), call("write", "{}")), writing);

    TrajectoryAssert.assertThat(read).calledInOrder("find").endedAs(RunStatus.FAILED);
    assertThat(read.steps().getFirst().status()).isEqualTo("error");
    assertThat(read.steps().getFirst().result())
        .contains("IllegalStateException")
        .doesNotContain("password");
    TrajectoryAssert.assertThat(written).waitsFor("write");
    assertThat(written.waiting()).hasValueSatisfying(w -> assertThat(w.settlement()).isTrue());
    assertThat(written.steps()).extracting(RunReport.Step::status).containsExactly("unknown");
  }

  private static ToolResult fail() {
    throw new IllegalStateException("password 1234");
  }

  @Test
  void aReadWithoutAnAnswerIsRepeatedOnceAndThenAnError() {
    ScriptedTool silent = find.answering(arguments -> ToolResult.unknown("no answer"));

    RunReport report =
        run(
            acting(
                plan("find"),
                call("find", "{}"),
                call("find", "{}"),
                "lesson",
                plan("find"),
                call("find", "{}"),
                call("find", "{}")),
            silent);

    TrajectoryAssert.assertThat(report).endedAs(RunStatus.FAILED);
    assertThat(silent.received()).hasSize(4);
    assertThat(report.steps())
        .extracting(RunReport.Step::status)
        .containsExactly("unknown", "unknown");
  }

  @Test
  void aLongResultLeavesRoomForTheRest() {
    ScriptedTool large = find.answering("word ".repeat(50_000));
    ScriptedLanguageModel model =
        acting(plan("find"), call("find", "{}"), call("add", "{\"name\": \"Rex\"}"), "Done.")
            .withContextLength(2000);

    RunReport report = run(model, large, add);

    TrajectoryAssert.assertThat(report).calledOnly("find", "add").endedAs(RunStatus.DONE);
    assertThat(model.prompts()).allMatch(prompt -> model.countTokens(prompt) < 2000 - 600);
    assertThat(lastPrompt(model)).doesNotContain("word");
    assertThat(model.prompts().get(2).toString()).contains("the rest is left out");
  }

  @Test
  void aContextThatIsTooSmallForACallEndsTheRun() {
    ScriptedLanguageModel model =
        acting(plan("find"), call("find", "{}"), "Done.").withContextLength(650);

    TrajectoryAssert.assertThat(run(model, find)).calledOnly().endedAs(RunStatus.BUDGET);
  }

  @Test
  void namesOfToolsMustBeTheirOwn() {
    assertThatThrownBy(() -> agent(acting(), find, ScriptedTool.writing("find")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("find");
    assertThatThrownBy(() -> agent(acting(), ScriptedTool.reading("search_documents")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameThatNothingMentionsIsLookedForOnce() {
    ScriptedTool named =
        ScriptedTool.reading("named").taking("name").answering(a -> ToolResult.ok("200", "{}"));
    ScriptedLanguageModel model =
        acting(
            plan("find"),
            call("find", "{}"),
            call("named", "{\"name\": \"Rex\"}"),
            "Rex is there.");

    RunReport report =
        agent(model, find, named)
            .build()
            .run(Task.withTools("Where is Rex?"), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).calledOnly("find", "named").endedAs(RunStatus.DONE);
  }

  @Test
  void onlyTheSelectedToolsAreOffered() {
    ScriptedLanguageModel model = acting(plan("add", "find"), call("find", "{}"), "Done.");

    RunReport report =
        agent(model, find, add)
            .selector((task, tools, limit) -> List.of(find.spec()))
            .build()
            .run(Task.withTools("Find the pets"), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).calledOnly("find").endedAs(RunStatus.DONE);
    assertThat(report.plan()).containsExactly("find");
    assertThat(model.prompts().getFirst().toString()).doesNotContain("add:");
  }

  @Test
  void aListenerThatThrowsEndsTheRunAndLeavesItResumable() {
    ScriptedLanguageModel model = acting(plan("add"), call("add", "{\"name\": \"Rex\"}"), "Done.");
    Agent agent = agent(model, add).build();

    assertThatThrownBy(
            () ->
                agent.run(
                    TASK,
                    event -> {
                      if (event instanceof AgentEvent.CallEnded) {
                        throw new IllegalStateException("the terminal is gone");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class);
    RunReport report = agent.resume(journal.runs().getFirst(), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).calledOnly("add").endedAs(RunStatus.DONE);
    assertThat(add.received()).hasSize(1);
  }

  @Test
  void aToolWithoutItsSchemaIsRefusedBeforeTheRun() {
    Tool broken =
        new Tool() {
          @Override
          public ToolSpec spec() {
            return new ToolSpec("odd", "", "[]", Effect.READ, "o", List.of());
          }

          @Override
          public ToolRequest prepare(ToolCall call) {
            return find.prepare(call);
          }

          @Override
          public ToolResult call(ToolRequest request) {
            return find.call(request);
          }
        };
    assertThatThrownBy(() -> run(acting(), broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("odd");
  }
}
