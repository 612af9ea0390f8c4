package dev.corvid.agent;

import dev.corvid.agent.Turn.Retrieved;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import java.util.List;

/// Looks the question up once, inspects what was found, and answers if it holds an answer.
final class RetrieveThenAnswer implements Strategy {
  /// Passages that score less than this share of the best one's score are not read: over 60
  /// questions the passage with the answer always scored more, and what is read beside it misleads
  /// a small model and costs most of the time of an answer.
  private static final double WORTH_READING = 0.65;

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
      case Retrieved found -> inspect(transcript.task(), worthReading(found.passages()));
    };
  }

  static List<Passage> worthReading(List<Passage> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    double best = found.getFirst().score();
    double least = Math.min(best, WORTH_READING * best);
    return found.stream().filter(passage -> passage.score() >= least).toList();
  }

  private Decision inspect(Task task, List<Passage> found) {
    AnswerPrompt prompt = AnswerPrompt.of(task.question(), found, model);
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
