package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Agent;
import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Exchange;
import dev.corvid.agent.InMemoryConversations;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A request in a conversation is completed by what was said before.
class ConversationTests {
  private static final StoredPassages PAGES =
      StoredPassages.of(
          StoredPassages.document("bridge.md", "The bridge was opened in 1932 by the mayor."),
          StoredPassages.document("tower.md", "The tower was built in 1889 for an exhibition."));

  private final InMemoryConversations conversations = new InMemoryConversations(4);
  private final List<AgentEvent> events = new ArrayList<>();

  private static String text(Prompt prompt) {
    return prompt.toString();
  }

  private Agent agent(ScriptedLanguageModel model) {
    return Agent.with(model).retriever(PAGES).conversations(conversations).build();
  }

  private static Task task(String question) {
    return Task.question(question).inConversation("c-1");
  }

  @Test
  void aFollowUpIsLookedUpAsWhatItMeans() {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.answering(
                prompt ->
                    text(prompt).contains("complete requests")
                        ? "Q: When was the tower built?"
                        : text(prompt).contains("tower")
                            ? "The tower was built in 1889 [1]."
                            : "The bridge was opened in 1932 [1].")
            .scoring((prompt, continuation) -> -9);
    Agent agent = agent(model);
    Outcome first = agent.ask(task("When was the bridge opened?"), events::add);
    assertThat(events).noneMatch(AgentEvent.RequestCompleted.class::isInstance);

    Outcome second = agent.ask(task("And the tower?"), events::add);

    assertThat(events).contains(new AgentEvent.RequestCompleted("When was the tower built?"));
    assertThat(second.answer()).contains("1889");
    assertThat(conversations.exchanges("c-1"))
        .containsExactly(
            new Exchange("When was the bridge opened?", first.answer()),
            new Exchange("And the tower?", second.answer()));
    assertThat(model.prompts())
        .anySatisfy(
            prompt ->
                assertThat(text(prompt))
                    .contains(
                        "Q: When was the bridge opened?", "A: The bridge was opened in 1932"));
  }

  @Test
  void anotherConversationKnowsNothingOfIt() {
    conversations.add("c-2", new Exchange("When was the bridge opened?", "In 1932."));
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies("The tower was built in 1889 [1].")
            .scoring((prompt, continuation) -> -9);
    assertThat(agent(model).ask(task("And the tower?"), events::add).answer()).contains("1889");
    assertThat(events).noneMatch(AgentEvent.RequestCompleted.class::isInstance);
  }

  @Test
  void ofALongConversationTheQuestionsAreReadAndWhatIsPinned() {
    conversations.add("c-1", new Exchange("question one", "answer one", true));
    for (int i = 2; i < 20; i++) {
      conversations.add("c-1", new Exchange("question " + i, "answer " + i + " x".repeat(2_000)));
    }
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies("When was the tower built?", "The tower was built in 1889.")
            .scoring((prompt, continuation) -> -9);
    agent(model).ask(task("And the tower?"), AgentListener.SILENT);
    String prompt = text(model.prompts().getFirst());
    assertThat(prompt)
        .contains("answer one", "question 12", "question 19", "answer 19")
        .doesNotContain("question 3", "answer 12");
    assertThat(prompt.length()).isLessThan(4_000);
  }

  @Test
  void whatTheModelLosesIsPutBehindWhatWasSaidBefore() {
    conversations.add("c-1", new Exchange("When was the bridge opened?", "In 1932."));
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies(
                "When was the bridge opened?", "The tower was built in 1889 [1].")
            .scoring((prompt, continuation) -> -9);
    assertThat(agent(model).ask(task("And the tower?"), events::add).answer()).contains("1889");
    assertThat(events)
        .contains(new AgentEvent.RequestCompleted("When was the bridge opened? And the tower?"));
  }

  @Test
  void whatTheModelBreaksOffLeavesTheRequestAsItIs() {
    conversations.add("c-1", new Exchange("When was the bridge opened?", "In 1932."));
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies("", "The tower was built in 1889 [1].")
            .scoring((prompt, continuation) -> -9);
    assertThat(agent(model).ask(task("And the tower?"), events::add).answer()).contains("1889");
    assertThat(events).noneMatch(AgentEvent.RequestCompleted.class::isInstance);
  }

  @Test
  void aChangeThatAnEarlierAnswerCompletedIsAskedAbout() {
    conversations.add("c-1", new Exchange("Show the bookings.", "There is booking 703."));
    ScriptedTool cancel =
        ScriptedTool.writing("cancelBooking")
            .withSchema(
                "{\"type\":\"object\",\"properties\":{\"number\":{\"type\":\"integer\"}},\"required\":[\"number\"]}")
            .answering("{\"number\":703}");
    ScriptedApprover approver = ScriptedApprover.saying(true);
    MemoryRunJournal journal = new MemoryRunJournal();
    List<String> turns =
        List.of(
            ScriptedLanguageModel.plan("cancelBooking"),
            ScriptedLanguageModel.call("cancelBooking", "{\"number\":703}"),
            "Booking 703 is cancelled.");
    ScriptedLanguageModel model =
        ScriptedLanguageModel.answering(
                prompt ->
                    text(prompt).contains("complete requests")
                        ? "Cancel booking 703."
                        : turns.get(ScriptedLanguageModel.spoken(prompt)))
            .scoring((prompt, word) -> word.equalsIgnoreCase("yes") ? -0.1 : -5);
    Agent agent =
        Agent.with(model)
            .journal(journal)
            .tools(List.of(cancel))
            .conversations(conversations)
            .approvals(ApprovalMode.ALL, approver)
            .build();

    RunReport report =
        agent.run(Task.withTools("Cancel it.").inConversation("c-1"), AgentListener.SILENT);

    assertThat(report.status()).contains(RunStatus.DONE);
    assertThat(approver.asked()).hasSize(1);
    assertThat(journal.read(report.run()))
        .anyMatch(placed -> placed.entry() instanceof JournalEntry.Heard);
    assertThat(conversations.exchanges("c-1"))
        .last()
        .isEqualTo(new Exchange("Cancel it.", report.answer()));
  }
}
