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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A model that says what a test tells it to, word by word, and remembers what it was asked. A
/// token is a word. Thread-safe, as long as the order of calls does not matter.
public final class ScriptedModel implements LanguageModel {
  private final Queue<String> replies;
  private final double score;
  private final int contextLength;
  private final List<Prompt> prompts = Collections.synchronizedList(new ArrayList<>());

  private ScriptedModel(Queue<String> replies, double score, int contextLength) {
    this.replies = replies;
    this.score = score;
    this.contextLength = contextLength;
  }

  /// A model that gives these replies in turn and then fails; it scores every continuation as
  /// unlikely.
  public static ScriptedModel replying(String... replies) {
    return new ScriptedModel(
        new ConcurrentLinkedQueue<>(new ArrayDeque<>(List.of(replies))), -8, 4096);
  }

  /// The same model, giving each token of a scored continuation this log-probability.
  public ScriptedModel withScore(double logProbability) {
    return new ScriptedModel(replies, logProbability, contextLength);
  }

  /// The same model with room for so many words.
  public ScriptedModel withContextLength(int words) {
    return new ScriptedModel(replies, score, words);
  }

  /// What the model was asked, oldest first: by `generate` and by `score`.
  public List<Prompt> prompts() {
    return List.copyOf(prompts);
  }

  @Override
  public Description description() {
    return new Description("scripted", contextLength);
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    int read = read(prompt, listener);
    String reply = replies.poll();
    if (reply == null) {
      throw new IllegalStateException("the script has no further reply for " + prompt);
    }
    List<String> words = Arrays.asList(reply.split("(?<= )"));
    int count = Math.min(words.size(), options.maxTokens());
    for (String word : words.subList(0, count)) {
      checkInterrupt();
      listener.text(word);
    }
    return new Completion(
        String.join("", words.subList(0, count)),
        IntStream.range(0, count).boxed().toList(),
        count < words.size() ? StopReason.LENGTH : StopReason.END,
        new Usage(read, 0, count),
        Duration.ZERO,
        Duration.ZERO);
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    if (continuation.isEmpty()) {
      throw new IllegalArgumentException("continuation must have a token");
    }
    int read = read(prompt, listener);
    List<Double> scores = Collections.nCopies(continuation.split(" ").length, score);
    return new Score(scores, new Usage(read, 0, 0));
  }

  @Override
  public int countTokens(Prompt prompt) {
    return text(prompt).split("\\s+").length;
  }

  @Override
  public void close() {}

  private int read(Prompt prompt, GenerationListener listener) {
    checkInterrupt();
    prompts.add(prompt);
    int total = countTokens(prompt);
    listener.prefilled(total, total);
    return total;
  }

  private static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }

  private static String text(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Chat(List<Message> messages) ->
          messages.stream().map(Message::text).collect(Collectors.joining("\n"));
      case Prompt.Text(String text) -> text;
    };
  }
}
