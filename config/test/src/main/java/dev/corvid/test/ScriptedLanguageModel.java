package dev.corvid.test;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.GenerationOptions;
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
import java.util.stream.IntStream;

/// A model that says what a test tells it to: replies in their order, and scores by a function. A
/// token is a word. A reply is given as it stands, also under a constraint. Thread-safe.
///
/// ```java
/// var model = ScriptedLanguageModel.replies("Paris.").scoring((prompt, text) -> -0.1);
/// ```
public final class ScriptedLanguageModel implements LanguageModel {
  private static final int CONTEXT = 8192;

  private final Deque<String> replies;
  private final Scorer scorer;
  private final int contextLength;
  private final List<Prompt> prompts = Collections.synchronizedList(new ArrayList<>());

  private ScriptedLanguageModel(List<String> replies, Scorer scorer, int contextLength) {
    this.replies = new ArrayDeque<>(replies);
    this.scorer = scorer;
    this.contextLength = contextLength;
  }

  /// The log-probability of a whole continuation after a prompt, `<= 0`.
  @FunctionalInterface
  public interface Scorer {
    double logProbability(Prompt prompt, String continuation);
  }

  /// Answer the n-th call of `generate` with the n-th reply; scores are all -1.
  public static ScriptedLanguageModel replies(String... replies) {
    return new ScriptedLanguageModel(List.of(replies), (prompt, continuation) -> -1, CONTEXT);
  }

  /// The same replies, with scores by a function; each token of a continuation gets an equal part.
  public ScriptedLanguageModel scoring(Scorer value) {
    synchronized (replies) {
      return new ScriptedLanguageModel(List.copyOf(replies), value, contextLength);
    }
  }

  /// The same model, described as having room for so many words.
  public ScriptedLanguageModel withContextLength(int words) {
    synchronized (replies) {
      return new ScriptedLanguageModel(List.copyOf(replies), scorer, words);
    }
  }

  /// The prompts given to `generate` so far, in their order.
  public List<Prompt> prompts() {
    synchronized (prompts) {
      return List.copyOf(prompts);
    }
  }

  @Override
  public Description description() {
    return new Description("scripted", contextLength);
  }

  /// @throws IllegalStateException if there is no reply left
  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    prompts.add(prompt);
    String reply = next();
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

  private String next() {
    synchronized (replies) {
      if (replies.isEmpty()) {
        throw new IllegalStateException("the script has no reply left for call " + prompts.size());
      }
      return replies.removeFirst();
    }
  }

  private static int firstStop(String text, List<String> stops) {
    return stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  /// The text cut before each space.
  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<=.)(?= )"));
  }
}
