package dev.corvid.agent;

import dev.corvid.agent.spi.LanguageModel;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Answers that are values.
final class AnswerForm {
  static final int TOKENS = 512;

  private static final String QUESTION = "Question: %s\nAnswer: %s\n\nWrite the answer as JSON.";

  private AnswerForm() {}

  /// An answer in words, written as its task wants it.
  static String write(LanguageModel model, Task task, String answer, Run run) {
    Prompt prompt = Prompt.chat(Message.user(QUESTION.formatted(task.question(), answer)));
    GenerationOptions options =
        GenerationOptions.greedy(run.tokens(TOKENS))
            .withConstraint(Constraint.JsonSchema.lenient(task.form()));
    Completion completion = model.generate(prompt, options, run.watch());
    run.add(completion.usage());
    return completion.text();
  }

  /// The value, if the run is done and a model that knows no constraints kept to the form.
  static <T> Optional<T> read(RunReport report, Class<T> type) {
    if (!report.status().equals(Optional.of(RunStatus.DONE))) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JsonMapper.shared().readValue(report.answer(), type));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
