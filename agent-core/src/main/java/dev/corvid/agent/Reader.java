package dev.corvid.agent;

import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Lets the model read passages: first to score whether they hold an answer, then to write it. Both
/// prompts begin alike, so the passages are computed once.
final class Reader {
  /// Longer answers are cut at their last whole sentence.
  private static final int LONGEST_ANSWER = 96;

  /// A refusal in the model's own words. Only at the beginning of the answer: elsewhere the words
  /// may be what the passage says.
  private static final Pattern REFUSAL =
      Pattern.compile(
          "(?i)^\\W{0,3}(?:(?:sorry|i'm sorry|unfortunately)\\W{1,3}(?:but )?)?"
              + "(?:i (?:don['’]t|do not|cannot|can['’]t) (?:know|answer|find)"
              + "|the (?:given |provided |numbered )?passages? (?:do|does) not)\\b"
              + "|\\b(?:not|n't) (?:\\w{1,20} ){0,2}(?:mention|specif|state|provide|contain)\\w{0,3} "
              + "(?:\\w{1,20} ){0,3}(?:the|these|any of the) (?:\\w{1,20} )?passages?\\b");

  private final LanguageModel model;
  private final Run run;

  Reader(LanguageModel model, Run run) {
    this.model = model;
    this.run = run;
  }

  /// The log-probability that the model begins to refuse.
  double refusal(AnswerPrompt prompt) {
    long start = System.nanoTime();
    Score score =
        model.score(prompt.ask(), AnswerPrompt.REFUSAL, run.watch(new MarkFilter(text -> {})));
    run.addPrefill(Duration.ofNanos(System.nanoTime() - start));
    run.add(score.usage());
    run.checkTime();
    return score.first();
  }

  /// The model's answer without its own marks, or an empty string if it refuses in words.
  String write(Prompt prompt) {
    MarkFilter filter = new MarkFilter(text -> run.tell(new AgentEvent.TextWritten(text)));
    GenerationListener listener = run.watch(filter);
    int allowed = run.tokens(LONGEST_ANSWER);
    GenerationOptions options =
        GenerationOptions.greedy(allowed).withStop(List.of("\n\n", "\n```"));
    Completion completion = model.generate(prompt, options, listener);
    run.add(completion.usage());
    run.addPrefill(completion.prefill());
    run.addDecode(completion.decode());
    run.checkTime();
    String answer = filter.finish();
    if (completion.stopReason() == StopReason.LENGTH) {
      if (allowed < LONGEST_ANSWER) {
        throw run.outOfTokens();
      }
      answer = wholeSentences(answer);
    }
    return REFUSAL.matcher(answer).find() ? "" : answer;
  }

  private static String wholeSentences(String answer) {
    List<Span> sentences = Sentences.of(answer);
    return sentences.size() < 2 ? answer : answer.substring(0, sentences.getLast().start()).strip();
  }
}
