package dev.corvid.eval;

import dev.corvid.agent.Agent;
import dev.corvid.agent.AgentEvent.RefusalScored;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.eval.QaAnswer.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks an agent questions in up to three ways: over all documents, without those that hold the
/// answer, and with nothing but the passage that holds it.
final class QaEvaluation {
  private final RememberedModel memory;
  private final ObservedModel model;
  private final ObservedModel willing;
  private final Retriever retriever;
  private final Query.Mode mode;

  QaEvaluation(RememberedModel memory, Retriever retriever, Query.Mode mode) {
    this.memory = memory;
    this.model = ObservedModel.of(memory);
    this.willing = ObservedModel.willing(memory);
    this.retriever = retriever;
    this.mode = mode;
  }

  QaItem ask(QaCase known) {
    Question question = known.question();
    Task task = Task.question(question.text()).withMode(mode);
    QaAnswer asked = run(known, task, retriever);
    Optional<QaAnswer> hidden =
        known.hidden().isEmpty()
            ? Optional.empty()
            : Optional.of(run(known, task.excluding(known.hidden()), retriever));
    if (known.gold().isEmpty()) {
      return item(question, asked, hidden, Optional.empty(), Optional.empty());
    }
    GoldRetriever gold = new GoldRetriever(known.gold(), retriever);
    QaAnswer handed = run(known, task, gold);
    return item(question, asked, hidden, Optional.of(handed), Optional.of(bound(task, gold)));
  }

  private static QaItem item(
      Question question,
      QaAnswer asked,
      Optional<QaAnswer> hidden,
      Optional<QaAnswer> handed,
      Optional<String> bound) {
    boolean boundContains =
        bound.isPresent()
            && SquadText.containsAny(QaAnswer.withoutMarks(bound.get()), question.answers());
    return new QaItem(
        question.id(),
        question.text(),
        question.answerable(),
        asked,
        hidden,
        handed,
        bound,
        boundContains);
  }

  private QaAnswer run(QaCase known, Task task, Retriever passages) {
    model.reset();
    long replayed = memory.replayed().toNanos();
    long start = System.nanoTime();
    List<RefusalScored> scored = new ArrayList<>();
    AgentListener listener =
        event -> {
          if (event instanceof RefusalScored refusal) {
            scored.add(refusal);
          }
        };
    Outcome outcome = Agent.with(model).retriever(passages).build().ask(task, listener);
    long took = System.nanoTime() - start + memory.replayed().toNanos() - replayed;
    Optional<RefusalScored> refusal = scored.stream().findFirst();
    return QaAnswer.of(
        known, outcome, new Trace(model.written(), took / 1e9, model.drafts(), refusal));
  }

  /// What the model writes about the gold passage when nothing keeps it from answering, before
  /// anything is checked.
  private String bound(Task task, Retriever gold) {
    willing.reset();
    Agent.with(willing).retriever(gold).build().ask(task, AgentListener.SILENT);
    return willing.drafts().stream().findFirst().orElse("");
  }

  /// Hands over the gold passages whatever is asked; words weigh what they weigh in the whole
  /// collection.
  private record GoldRetriever(List<Passage> gold, Retriever all) implements Retriever {
    @Override
    public List<Passage> retrieve(Query query) {
      Set<String> excluded = query.excludedDocuments();
      return gold.stream().filter(passage -> !excluded.contains(passage.document())).toList();
    }

    @Override
    public double weight(String word) {
      return all.weight(word);
    }
  }
}
