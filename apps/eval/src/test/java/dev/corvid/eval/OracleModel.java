package dev.corvid.eval;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Score;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A model that does a task as its file says: a function of the prompt, which tells by the calls in
/// it how far the run is.
final class OracleModel implements LanguageModel {
  private static final int CONTEXT = 32_768;

  private final TaskCase task;

  OracleModel(TaskCase task) {
    this.task = task;
  }

  @Override
  public Description description() {
    return new Description("oracle", CONTEXT);
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    String text = reply(prompt, options.constraint());
    listener.text(text);
    return new Completion(
        text,
        List.of(0),
        Completion.StopReason.END,
        new Usage(countTokens(prompt), 0, 1),
        Duration.ZERO,
        Duration.ZERO);
  }

  private String reply(Prompt prompt, Constraint constraint) {
    return switch (constraint) {
      case Constraint.None() -> task.oracle().says();
      case Constraint.JsonSchema schema -> {
        JsonNode json = JsonLines.JSON.readTree(schema.schema());
        yield json.path("type").asString("").equals("array")
            ? JsonLines.JSON.writeValueAsString(task.oracle().plan())
            : call(made(prompt));
      }
    };
  }

  private String call(int made) {
    List<JsonNode> calls = task.oracle().calls();
    if (calls.isEmpty()) {
      return "{}";
    }
    return calls.get(Math.min(made, calls.size() - 1)).toString();
  }

  /// How many calls the assistant has written.
  private static int made(Prompt prompt) {
    return (int) replies(prompt).stream().filter(message -> message.text().startsWith("{")).count();
  }

  private static List<Message> replies(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text text -> List.of();
      case Prompt.Chat(var messages) ->
          messages.stream().filter(m -> m.role() == Message.Role.ASSISTANT).toList();
    };
  }

  /// Before the first reply it is asked whether a tool fits, afterwards whether all is done.
  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    boolean yes =
        replies(prompt).isEmpty()
            ? !task.statuses().equals(Set.of(RunStatus.UNKNOWN))
            : made(prompt) >= task.oracle().calls().size();
    boolean saidYes = continuation.strip().toLowerCase(Locale.ROOT).startsWith("y");
    return new Score(
        List.of(saidYes == yes ? -0.1 : -5.0), new Usage(countTokens(prompt) + 1, 0, 0));
  }

  @Override
  public int countTokens(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text) -> text.length();
      case Prompt.Chat(var messages) ->
          messages.stream().mapToInt(message -> message.text().length()).sum();
    };
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
