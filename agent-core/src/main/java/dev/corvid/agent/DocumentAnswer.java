package dev.corvid.agent;

import dev.corvid.agent.Attribution.Attributed;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import java.time.Duration;
import java.util.List;

/// Answers one question from documents: look up, inspect, write, hold against the passages.
final class DocumentAnswer {
  private final LanguageModel model;
  private final Retriever retriever;

  DocumentAnswer(LanguageModel model, Retriever retriever) {
    this.model = model;
    this.retriever = retriever;
  }

  /// @throws BudgetException if it needs more than the task's budget
  Outcome to(Task task, AgentListener listener) {
    return to(task, List.of(), listener);
  }

  /// @param earlier what was said before in the conversation
  /// @throws BudgetException if it needs more than the task's budget
  Outcome to(Task asked, List<Exchange> earlier, AgentListener listener) {
    Run run = new Run(asked.budget(), listener);
    Task task = new FollowUp(model, run).complete(asked, earlier);
    Strategy strategy = new RetrieveThenAnswer(model, retriever, run);
    Transcript transcript = Transcript.of(task);
    while (true) {
      run.step();
      switch (strategy.decide(transcript)) {
        case Decision.Retrieve(Query query) -> transcript = transcript.with(retrieve(query, run));
        case Decision.Answer(List<Passage> passages) -> {
          return finish(answer(task, passages, run), run);
        }
        case Decision.GiveUp(String reason) -> {
          return finish(unknown(reason, passages(transcript), run), run);
        }
      }
    }
  }

  private Turn retrieve(Query query, Run run) {
    long start = System.nanoTime();
    List<Passage> passages = retriever.retrieve(query);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    run.addRetrieve(took);
    run.tell(new AgentEvent.Retrieved(query, passages, took));
    return new Turn.Retrieved(query, passages);
  }

  private Outcome answer(Task task, List<Passage> passages, Run run) {
    AnswerPrompt prompt = AnswerPrompt.of(task.question(), passages, model);
    Attributed checked = draft(task, prompt, prompt.write(), run);
    if (checked.citations().isEmpty()) {
      run.tell(new AgentEvent.DraftWithdrawn(checked.text()));
      checked = draft(task, prompt, prompt.copy(), run);
    }
    if (checked.citations().isEmpty()) {
      run.tell(new AgentEvent.DraftWithdrawn(checked.text()));
      checked = attribution(task, prompt).quoted();
      run.tell(new AgentEvent.CitationsChecked(checked.citations(), checked.unsupported()));
    }
    if (checked.citations().isEmpty()) {
      return unknown("nothing in the documents supports an answer", passages, run);
    }
    Outcome.Status status =
        checked.unsupported().isEmpty() ? Outcome.Status.ANSWERED : Outcome.Status.UNSUPPORTED;
    return new Outcome(
        status, checked.text(), checked.citations(), passages, run.usage(), run.timings());
  }

  /// An answer held against the passages; without citations if it declines or has no support.
  private Attributed draft(Task task, AnswerPrompt prompt, Prompt wording, Run run) {
    String draft = new Reader(model, run).write(wording);
    Attributed checked = attribution(task, prompt).attribute(draft);
    run.tell(new AgentEvent.CitationsChecked(checked.citations(), checked.unsupported()));
    return checked;
  }

  private Attribution attribution(Task task, AnswerPrompt prompt) {
    return new Attribution(task.question(), prompt.passages(), retriever::weight);
  }

  private static Outcome unknown(String reason, List<Passage> passages, Run run) {
    return new Outcome(
        Outcome.Status.UNKNOWN,
        "I don't know: %s.".formatted(reason),
        List.of(),
        passages,
        run.usage(),
        run.timings());
  }

  private static Outcome finish(Outcome outcome, Run run) {
    run.tell(new AgentEvent.Finished(outcome));
    return outcome;
  }

  private static List<Passage> passages(Transcript transcript) {
    return transcript.turns().isEmpty()
        ? List.of()
        : switch (transcript.turns().getLast()) {
          case Turn.Retrieved retrieved -> retrieved.passages();
        };
  }
}
