package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corvid.agent.Agent;
import dev.corvid.agent.Episode;
import dev.corvid.agent.Exchange;
import dev.corvid.agent.InMemoryConversations;
import dev.corvid.agent.IndexedEpisodicMemory;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.Passage;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Query;
import dev.corvid.agent.Requester;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Retriever;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What one user does is told to every part, and seen by no other user.
class UsersTests {
  private static final String TASK = "Show the birds of the garden.";

  private final InMemoryConversations conversations = new InMemoryConversations(8);
  private final MemoryRunJournal journal = new MemoryRunJournal();
  private final IndexedEpisodicMemory memory = new IndexedEpisodicMemory(new WordOverlapIndex());
  private final List<String> requesters = new CopyOnWriteArrayList<>();
  private final List<Query> queries = new CopyOnWriteArrayList<>();
  private final ScriptedTool birds =
      ScriptedTool.reading("listBirds").answering("[{\"name\":\"Rex\"}]");

  private final Retriever pages =
      new Retriever() {
        private final StoredPassages stored =
            StoredPassages.of(
                StoredPassages.document("bridge.md", "The bridge was opened in 1932."));

        @Override
        public List<Passage> retrieve(Query query) {
          queries.add(query);
          return stored.retrieve(query);
        }

        @Override
        public double weight(String word) {
          return stored.weight(word);
        }
      };

  private String reply(Prompt prompt) {
    requesters.add(Requester.user());
    return switch (ScriptedLanguageModel.spoken(prompt)) {
      case 0 ->
          prompt.toString().contains("JSON array")
              ? ScriptedLanguageModel.plan("listBirds")
              : "The bridge was opened in 1932 [1].";
      case 1 -> ScriptedLanguageModel.call("listBirds", "{}");
      default -> "There is Rex.";
    };
  }

  private Agent agent() {
    return Agent.with(
            ScriptedLanguageModel.answering(this::reply)
                .scoring((prompt, word) -> word.equalsIgnoreCase("yes") ? -0.1 : -9))
        .retriever(pages)
        .tools(List.of(birds))
        .journal(journal)
        .memory(memory)
        .conversations(conversations)
        .build();
  }

  private RunReport run(String user) {
    return agent().run(Task.withTools(TASK).by(user), AgentListener.SILENT);
  }

  @Test
  void theUserIsToldToEveryPart() {
    run("ann");
    agent().ask(Task.question("When was the bridge opened?").by("ben"), AgentListener.SILENT);
    assertThat(birds.received()).extracting(request -> request.call().user()).containsOnly("ann");
    assertThat(queries).extracting(Query::user).containsOnly("ben");
    assertThat(requesters).contains("ann", "ben").doesNotContain("");
    assertThat(memory.episodes()).extracting(Episode::user).containsExactly("ann");
    assertThat(Requester.user()).isEmpty();
  }

  @Test
  void anotherUsersEpisodesAreNotSeen() {
    run("ann");
    assertThat(memory.ownedBy("ann").recall(TASK, 5)).hasSize(1);
    assertThat(memory.ownedBy("ben").recall(TASK, 5)).isEmpty();
    assertThat(memory.ownedBy("ben").episodes()).isEmpty();
    String id = memory.episodes().getFirst().id();
    assertThat(memory.ownedBy("ben").forget(id)).isFalse();
    assertThat(memory.ownedBy("ann").forget(id)).isTrue();
  }

  @Test
  void anotherUsersLessonsAreNotTold() {
    run("ann");
    RunReport bens = run("ben");
    RunReport anns = run("ann");
    assertThat(journal.read(bens.run()).toString()).doesNotContain("What worked");
    assertThat(journal.read(anns.run()).toString()).contains("What worked: listBirds");
  }

  @Test
  void anotherUsersRunIsAsIfThereWereNone() {
    RunReport anns = run("ann");
    assertThat(agent().resume(anns.run(), "ann", AgentListener.SILENT)).isEqualTo(anns);
    for (String other : List.of("ben", "")) {
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> agent().resume(anns.run(), other, AgentListener.SILENT))
          .withMessageContaining(anns.run());
    }
    assertThat(anns.status()).contains(RunStatus.DONE);
  }

  @Test
  void aConversationOfOneNameIsEachUsersOwn() {
    Task task = Task.question("When was the bridge opened?").inConversation("c-1");
    agent().ask(task.by("ann"), AgentListener.SILENT);
    agent().ask(task, AgentListener.SILENT);
    assertThat(conversations.exchanges("c-1"))
        .singleElement()
        .extracting(Exchange::request)
        .isEqualTo(task.question());
    requesters.clear();
    agent().ask(Task.question("And why?").inConversation("c-1").by("ben"), AgentListener.SILENT);
    assertThat(requesters).containsOnly("ben");
    assertThat(queries.getLast().text()).isEqualTo("And why?");
  }
}
