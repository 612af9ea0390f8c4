package dev.corvid.agent;

import dev.corvid.agent.spi.Retriever;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// The user's documents as a tool of a run. Belongs to the run's thread.
final class DocumentSearch {
  /// The tool that stands for the documents.
  static final ToolSpec SPEC =
      new ToolSpec(
          Agent.SEARCH_TOOL,
          "Look something up in the user's documents.",
          "{\"type\":\"object\",\"properties\":{\"query\":{\"type\":\"string\",\"description\":\"what to look up\"}},\"required\":[\"query\"]}",
          Effect.READ,
          Provenance.DOCUMENTS,
          List.of());

  private static final int PASSAGES_READ = 3;

  private final Task task;
  private final Retriever retriever;
  private final Replay replay;
  private final Run run;
  private final List<Passage> read = new ArrayList<>();

  DocumentSearch(Task task, Retriever retriever, Replay replay, Run run) {
    this.task = task;
    this.retriever = retriever;
    this.replay = replay;
    this.run = run;
  }

  /// The passages worth reading.
  ///
  /// @param arguments those of the tool; without words the task's own are looked up
  List<Passage> search(String arguments) {
    String words = JsonMapper.shared().readTree(arguments).path("query").asString("");
    Query query = task.query(words.isBlank() ? task.question() : words);
    long start = System.nanoTime();
    List<Passage> found =
        replay
            .once(
                JournalEntry.Retrieved.class,
                () -> new JournalEntry.Retrieved(query, retriever.retrieve(query)))
            .passages();
    run.tell(new AgentEvent.Retrieved(query, found, Duration.ofNanos(System.nanoTime() - start)));
    List<Passage> worth =
        RetrieveThenAnswer.worthReading(found).stream().limit(PASSAGES_READ).toList();
    read.addAll(worth);
    return worth;
  }

  /// An answer with quotes of what was read. What a result of another tool says has no quote, and
  /// needs none.
  JournalEntry.Ended cited(RunStatus status, String text) {
    if (read.isEmpty()) {
      return new JournalEntry.Ended(status, text, List.of());
    }
    Attribution.Attributed checked =
        new Attribution(task.question(), read, retriever::weight).attribute(text);
    return new JournalEntry.Ended(status, checked.text().replace(" [?]", ""), checked.citations());
  }
}
