package dev.corvid.test;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// A model that says what a test tells it to: replies in their order or by a function of the
/// prompt, and scores by a function. A token is a word. A reply is given as it stands, also under a
/// constraint. Thread-safe.
///
/// ```java
/// var model = ScriptedLanguageModel.replies("Paris.").scoring((prompt, text) -> -0.1);
/// var actor = ScriptedLanguageModel.acting(plan("addPet"), call("addPet", "{}"), "It is done.");
/// ```
public final class ScriptedLanguageModel implements LanguageModel {
  private static final int CONTEXT = 8192;

  private final Script script;
  private final Scorer scorer;
  private final Description description;
  private final List<Prompt> prompts = Collections.synchronizedList(new ArrayList<>());

  private ScriptedLanguageModel(Script script, Scorer scorer, Description description) {
    this.script = script;
    this.scorer = scorer;
    this.description = description;
  }

  private ScriptedLanguageModel(Script script, Scorer scorer) {
    this(script, scorer, new Description("scripted", CONTEXT));
  }

  /// Where replies come from.
  private interface Script {
    String reply(Prompt prompt);

    /// The same from here on, for another model.
    default Script rest() {
      return this;
    }
  }

  /// Replies in their order.
  private static final class InOrder implements Script {
    private final Deque<String> left;

    InOrder(List<String> replies) {
      this.left = new ArrayDeque<>(replies);
    }

    @Override
    public synchronized String reply(Prompt prompt) {
      if (left.isEmpty()) {
        throw new IllegalStateException("the script has no reply left");
      }
      return left.removeFirst();
    }

    @Override
    public synchronized Script rest() {
      return new InOrder(List.copyOf(left));
    }
  }

  /// The log-probability of a whole continuation after a prompt, `<= 0`.
  @FunctionalInterface
  public interface Scorer {
    double logProbability(Prompt prompt, String continuation);
  }

  /// Answer the n-th call of `generate` with the n-th reply; scores are all -1.
  public static ScriptedLanguageModel replies(String... replies) {
    return new ScriptedLanguageModel(new InOrder(List.of(replies)), (prompt, continuation) -> -1);
  }

  /// Answer each prompt by a function; scores are all -1. The same prompt gets the same answer, so
  /// such a model goes on with a run in another process as if nothing had happened.
  public static ScriptedLanguageModel answering(Function<Prompt, String> answers) {
    return new ScriptedLanguageModel(answers::apply, (prompt, continuation) -> -1);
  }

  /// Act in a run with tools: in a chat in which the assistant has spoken n times it says the n-th
  /// of these turns, from 0. Asked for yes or no it says yes, unless its next turn is a call and it
  /// is asked whether everything is done. A function of the prompt alone, like those of
  /// [#answering(Function)].
  ///
  /// @param turns plans, calls, lessons and the answer, as [#plan(String...)] and [#call(String,
  ///   String)] write them
  public static ScriptedLanguageModel acting(String... turns) {
    List<String> script = List.of(turns);
    return new ScriptedLanguageModel(
        prompt -> turn(script, prompt),
        (prompt, word) -> {
          boolean isDone = spoken(prompt) == 0 || !turn(script, prompt).startsWith("{");
          return word.equalsIgnoreCase("yes") == isDone ? -0.1 : -5;
        });
  }

  private static String turn(List<String> script, Prompt prompt) {
    int turn = spoken(prompt);
    if (turn >= script.size()) {
      throw new IllegalStateException("the script has no turn " + turn);
    }
    return script.get(turn);
  }

  /// How often the assistant has spoken in a chat.
  public static int spoken(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text text -> 0;
      case Prompt.Chat(var messages) ->
          (int) messages.stream().filter(m -> m.role() == Message.Role.ASSISTANT).count();
    };
  }

  /// A plan as a model writes it.
  public static String plan(String... tools) {
    return JsonMapper.shared().writeValueAsString(tools);
  }

  /// A call as a model writes it.
  ///
  /// @param arguments a JSON object
  public static String call(String tool, String arguments) {
    return "{\"name\": %s, \"arguments\": %s}"
        .formatted(JsonMapper.shared().writeValueAsString(tool), arguments);
  }

  /// The same replies, with scores by a function; each token of a continuation gets an equal part.
  public ScriptedLanguageModel scoring(Scorer value) {
    return new ScriptedLanguageModel(script.rest(), value, description);
  }

  /// The same model, described as having room for so many words.
  public ScriptedLanguageModel withContextLength(int words) {
    return new ScriptedLanguageModel(
        script.rest(), scorer, new Description(description.name(), words));
  }

  /// The same model under another name.
  public ScriptedLanguageModel named(String name) {
    return new ScriptedLanguageModel(
        script.rest(), scorer, new Description(name, description.contextLength()));
  }

  /// The prompts given to `generate` so far, in their order.
  public List<Prompt> prompts() {
    synchronized (prompts) {
      return List.copyOf(prompts);
    }
  }

  @Override
  public Description description() {
    return description;
  }

  /// @throws IllegalStateException if the script has nothing to say
  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    prompts.add(prompt);
    String reply = script.reply(prompt);
    int read = countTokens(prompt);
    listener.prefilled(read, read);
    String text = reply;
    StopReason reason = StopReason.END;
    int stop = firstStop(reply, options.stop());
    if (stop >= 0) {
      text = reply.substring(0, stop);
      reason = StopReason.STOP;
    }
    List<String> words = words(text);
    if (words.size() > options.maxTokens()) {
      words = words.subList(0, options.maxTokens());
      text = String.join("", words);
      reason = StopReason.LENGTH;
    }
    words.forEach(listener::text);
    List<Integer> tokens = IntStream.range(0, words.size()).boxed().toList();
    Usage usage = new Usage(read, 0, tokens.size());
    return new Completion(text, tokens, reason, usage, Duration.ZERO, Duration.ZERO);
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    int tokens = words(continuation).size();
    if (tokens == 0) {
      throw new IllegalArgumentException("continuation must have at least one token, got none");
    }
    int read = countTokens(prompt);
    listener.prefilled(read, read);
    double each = scorer.logProbability(prompt, continuation) / tokens;
    return new Score(Collections.nCopies(tokens, each), new Usage(read + tokens, 0, 0));
  }

  @Override
  public int countTokens(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text) -> words(text).size();
      case Prompt.Chat(var messages) ->
          messages.stream().mapToInt(message -> words(message.text()).size()).sum();
    };
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private static int firstStop(String text, List<String> stops) {
    return stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  /// The text cut before each space.
  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<=.)(?= )"));
  }
}
