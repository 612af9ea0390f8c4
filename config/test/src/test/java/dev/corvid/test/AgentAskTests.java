package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Agent;
import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.Budget;
import dev.corvid.agent.BudgetException;
import dev.corvid.agent.Citation;
import dev.corvid.agent.CorvidException;
import dev.corvid.agent.Message;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.Passage;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class AgentAskTests {
  private static final Passage BRIDGE =
      StoredPassages.document(
          "bridge.md", "The bridge is a landmark. It was opened in 1932 by the mayor of the town.");
  private static final Passage TOWER =
      StoredPassages.document("tower.md", "The tower was built in 1889 for an exhibition.");
  private static final Task TASK = Task.question("When was the bridge opened?");

  @Test
  void answerIsCited() {
    Outcome outcome =
        agent(answering("The bridge was opened in 1932 [2].")).ask(TASK, AgentListener.SILENT);

    assertThat(outcome.status()).isEqualTo(Outcome.Status.ANSWERED);
    assertThat(outcome.answer()).isEqualTo("The bridge was opened in 1932. [1]");
    assertThat(outcome.citations())
        .singleElement()
        .satisfies(
            citation -> {
              assertThat(citation.document()).isEqualTo("bridge.md");
              assertThat(citation.quote())
                  .isEqualTo("It was opened in 1932 by the mayor of the town.");
              assertThat(BRIDGE.text().substring(citation.start())).isEqualTo(citation.quote());
            });
    assertThat(outcome.passages()).containsExactly(BRIDGE, TOWER);
    assertThat(outcome.usage().completionTokens()).isEqualTo(7);
  }

  @Test
  void eventsComeInOrder() {
    List<AgentEvent> events = new ArrayList<>();

    Outcome outcome = agent(answering("It was opened in 1932. [1]")).ask(TASK, events::add);

    assertThat(events.stream().map(event -> event.getClass().getSimpleName()).distinct())
        .containsExactly(
            "Retrieved",
            "PromptRead",
            "RefusalScored",
            "TextWritten",
            "CitationsChecked",
            "Finished");
    assertThat(events).last().isEqualTo(new AgentEvent.Finished(outcome));
    assertThat(text(events)).isEqualTo("It was opened in 1932.");
  }

  @Test
  void nothingFoundIsUnknownWithoutAskingTheModel() {
    ScriptedLanguageModel model = ScriptedLanguageModel.replies();
    List<AgentEvent> events = new ArrayList<>();

    Outcome outcome =
        agent(model).ask(TASK.excluding(Set.of("bridge.md", "tower.md")), events::add);

    assertThat(outcome.status()).isEqualTo(Outcome.Status.UNKNOWN);
    assertThat(outcome.answer()).startsWith("I don't know");
    assertThat(outcome.passages()).isEmpty();
    assertThat(model.prompts()).isEmpty();
    assertThat(events).noneMatch(AgentEvent.PromptRead.class::isInstance);
  }

  @Test
  void likelyRefusalIsUnknownBeforeAnythingIsWritten() {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies().scoring((prompt, refusal) -> -0.1);
    List<AgentEvent> events = new ArrayList<>();
    Task task = Task.question("Which colour has the flag of Peru?");

    Outcome outcome = agent(model).ask(task, events::add);

    assertThat(outcome.status()).isEqualTo(Outcome.Status.UNKNOWN);
    assertThat(outcome.citations()).isEmpty();
    assertThat(outcome.usage().completionTokens()).isZero();
    assertThat(events).noneMatch(AgentEvent.TextWritten.class::isInstance);
    assertThat(events)
        .filteredOn(AgentEvent.RefusalScored.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(((AgentEvent.RefusalScored) event).refused()).isTrue());
  }

  @Test
  void refusalInWordsIsUnknown() {
    for (String words :
        List.of(
            "I don't know.",
            "I do not know the answer.",
            "The passages do not mention it.",
            "The year of the opening is not mentioned in the passages.")) {
      assertThat(agent(answering(words, words)).ask(TASK, AgentListener.SILENT).status())
          .as(words)
          .isEqualTo(Outcome.Status.UNKNOWN);
    }
  }

  @Test
  void documentThatSaysItDoesNotKnowIsQuotedAllTheSame() {
    Passage song =
        StoredPassages.document("song.md", "Her first hit was the song I don't know of 1999.");
    Agent agent =
        Agent.with(answering("Her first hit was the song I don't know."))
            .retriever(StoredPassages.of(song))
            .build();

    assertThat(agent.ask(Task.question("What was her first hit?"), AgentListener.SILENT).status())
        .isEqualTo(Outcome.Status.ANSWERED);
  }

  @Test
  void nonsenseIsWithdrawn() {
    String nonsense = "Purple dreams calculate 77 elephants sideways.";
    Outcome outcome = agent(answering(nonsense, nonsense)).ask(TASK, AgentListener.SILENT);

    assertThat(outcome.status()).isEqualTo(Outcome.Status.UNKNOWN);
    assertThat(outcome.answer()).startsWith("I don't know").doesNotContain("elephants");
  }

  @Test
  void draftWithoutSupportGetsASecondTryInThePassagesWords() {
    List<AgentEvent> events = new ArrayList<>();
    ScriptedLanguageModel model = answering("It was opened by Queen Elsewhere.", "1932");

    Outcome outcome = agent(model).ask(TASK, events::add);

    assertThat(outcome.status()).isEqualTo(Outcome.Status.ANSWERED);
    assertThat(outcome.answer()).isEqualTo("1932 [1]");
    assertThat(events).filteredOn(AgentEvent.DraftWithdrawn.class::isInstance).hasSize(1);
  }

  @Test
  void emptyReplyIsUnknown() {
    assertThat(agent(answering("[1]", "")).ask(TASK, AgentListener.SILENT).status())
        .isEqualTo(Outcome.Status.UNKNOWN);
  }

  @Test
  void partlySupportedAnswerIsMarked() {
    Outcome outcome =
        agent(answering("It was opened in 1932. The architect was Jane Doe."))
            .ask(TASK, AgentListener.SILENT);

    assertThat(outcome.status()).isEqualTo(Outcome.Status.UNSUPPORTED);
    assertThat(outcome.answer())
        .isEqualTo("It was opened in 1932. [1] The architect was Jane Doe. [?]");
    assertThat(outcome.citations()).extracting(Citation::verified).containsExactly(true);
  }

  @Test
  void scoredPromptBeginsTheWrittenOne() {
    List<Prompt> scored = new ArrayList<>();
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies("It was opened in 1932.")
            .scoring(
                (prompt, refusal) -> {
                  scored.add(prompt);
                  return -9;
                });

    agent(model).ask(TASK, AgentListener.SILENT);

    assertThat(scored).hasSize(1);
    assertThat(userText(model.prompts().getFirst())).startsWith(userText(scored.getFirst()));
  }

  @Test
  void passagesThatDoNotFitTheContextAreLeftOut() {
    ScriptedLanguageModel model = answering("It was opened in 1932.");
    int room = model.countTokens(promptOf(model)) + 128 - 5;
    ScriptedLanguageModel small = answering("It was opened in 1932.").withContextLength(room);

    Outcome outcome = agent(small).ask(TASK, AgentListener.SILENT);

    assertThat(outcome.passages()).containsExactly(BRIDGE);
    assertThat(outcome.status()).isEqualTo(Outcome.Status.ANSWERED);
  }

  @Test
  void stepsAreLimited() {
    Task task = TASK.withBudget(Budget.defaults().withSteps(1));

    assertThatExceptionOfType(BudgetException.class)
        .isThrownBy(() -> agent(answering("x")).ask(task, AgentListener.SILENT))
        .withMessageContaining("1 steps")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(CorvidException.Kind.BUDGET));
  }

  @Test
  void writtenTokensAreLimited() {
    Task task = TASK.withBudget(Budget.defaults().withTokens(3));

    assertThatExceptionOfType(BudgetException.class)
        .isThrownBy(
            () -> agent(answering("It was opened in 1932.")).ask(task, AgentListener.SILENT))
        .withMessageContaining("3 written tokens");
  }

  @Test
  void wallClockIsLimited() {
    Task task = TASK.withBudget(Budget.defaults().withWallClock(Duration.ofNanos(1)));

    assertThatExceptionOfType(BudgetException.class)
        .isThrownBy(
            () -> agent(answering("It was opened in 1932.")).ask(task, AgentListener.SILENT));
  }

  @Test
  void interruptEndsTheRun() {
    Agent agent = agent(answering("It was opened in 1932."));
    try {
      assertThatThrownBy(
              () ->
                  agent.ask(
                      TASK,
                      event -> {
                        if (event instanceof AgentEvent.TextWritten) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void listenersFailureReachesTheCaller() {
    IllegalStateException failure = new IllegalStateException("no more room on the page");

    assertThatThrownBy(
            () ->
                agent(answering("It was opened in 1932."))
                    .ask(
                        TASK,
                        event -> {
                          throw failure;
                        }))
        .isSameAs(failure);
  }

  private static ScriptedLanguageModel answering(String... replies) {
    return ScriptedLanguageModel.replies(replies).scoring((prompt, refusal) -> -9);
  }

  private static Agent agent(ScriptedLanguageModel model) {
    return Agent.with(model).retriever(StoredPassages.of(BRIDGE, TOWER)).build();
  }

  private static Prompt promptOf(ScriptedLanguageModel model) {
    agent(model).ask(TASK, AgentListener.SILENT);
    return model.prompts().getFirst();
  }

  private static String userText(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Chat(List<Message> messages) -> messages.getLast().text();
      case Prompt.Text(String text) -> text;
    };
  }

  private static String text(List<AgentEvent> events) {
    StringBuilder text = new StringBuilder();
    for (AgentEvent event : events) {
      if (event instanceof AgentEvent.TextWritten(String piece)) {
        text.append(piece);
      }
    }
    return text.toString();
  }
}
