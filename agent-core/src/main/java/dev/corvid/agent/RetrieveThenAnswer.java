package dev.corvid.agent;

import dev.corvid.agent.Turn.Retrieved;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;

/// Looks the question up once, inspects what was found, and answers if it holds an answer.
final class RetrieveThenAnswer implements Strategy {
  private final LanguageModel model;
  private final Retriever retriever;
  private final Run run;

  RetrieveThenAnswer(LanguageModel model, Retriever retriever, Run run) {
    this.model = model;
    this.retriever = retriever;
    this.run = run;
  }

  @Override
  public Decision decide(Transcript transcript) {
    if (transcript.turns().isEmpty()) {
      return new Decision.Retrieve(transcript.task().query());
    }
    return switch (transcript.turns().getLast()) {
      case Retrieved found when found.passages().isEmpty() ->
          new Decision.GiveUp("nothing in the documents matches the question");
      case Retrieved found -> inspect(transcript.task(), found);
    };
  }

  private Decision inspect(Task task, Retrieved found) {
    AnswerPrompt prompt = AnswerPrompt.of(task.question(), found.passages(), model);
    double coverage = Refusal.coverage(task.question(), prompt.passages(), retriever::weight);
    Refusal refusal = new Refusal(new Reader(model, run).refusal(prompt), coverage);
    boolean refused = refusal.isAdvised();
    run.tell(
        new AgentEvent.RefusalScored(
            refusal.logProbability(), coverage, refusal.probability(), refused));
    return refused
        ? new Decision.GiveUp("the documents do not say")
        : new Decision.Answer(prompt.passages());
  }
}
