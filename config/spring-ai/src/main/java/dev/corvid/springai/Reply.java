package dev.corvid.springai;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/// What a chat model answers, piece by piece. Belongs to one thread.
final class Reply {
  /// The words of the providers for an answer that was cut off.
  private static final Set<String> CUT_OFF = Set.of("length", "max_tokens", "max_output_tokens");

  private static final int UNKNOWN_TOKEN = -1;

  private final GenerationOptions options;
  private final GenerationListener listener;
  private final boolean isFree;
  private final StopFilter filter;
  private final StringBuilder text = new StringBuilder();
  private final long start = System.nanoTime();
  private long firstText = start;
  private boolean isCutOff;
  private int promptTokens;
  private int cachedTokens;
  private int completionTokens;

  /// @param listener hears free text as it comes; a text under a schema when it is whole, since
  ///   it may have to be cut out of something
  Reply(GenerationOptions options, GenerationListener listener) {
    this.options = options;
    this.listener = listener;
    this.isFree = options.constraint() == Constraint.NONE;
    this.filter = new StopFilter(options.stop());
  }

  /// Whether a stop string was found: what still comes is not wanted.
  boolean isOver() {
    return filter.isStopped();
  }

  void hear(ChatResponse response) {
    hearUsage(response);
    Generation generation = response.getResult();
    if (generation == null) {
      return;
    }
    String reason = generation.getMetadata().getFinishReason();
    isCutOff |= reason != null && response.hasFinishReasons(CUT_OFF);
    String piece = generation.getOutput().getText();
    if (piece != null && !piece.isEmpty()) {
      tell(filter.add(piece));
    }
  }

  /// Some providers tell it with each piece, some with the last.
  private void hearUsage(ChatResponse response) {
    var usage = response.getMetadata().getUsage();
    promptTokens = Math.max(promptTokens, number(usage.getPromptTokens()));
    completionTokens = Math.max(completionTokens, number(usage.getCompletionTokens()));
    cachedTokens = Math.max(cachedTokens, number(usage.getCacheReadInputTokens()));
  }

  private static int number(@Nullable Number value) {
    return value == null ? 0 : Math.max(0, value.intValue());
  }

  private void tell(String piece) {
    if (piece.isEmpty()) {
      return;
    }
    if (text.isEmpty()) {
      firstText = System.nanoTime();
    }
    text.append(piece);
    if (isFree) {
      listener.text(piece);
    }
  }

  /// The whole answer.
  ///
  /// @param estimate the tokens of the prompt, if the provider did not tell
  Completion completion(int estimate) {
    tell(filter.rest());
    String answer = text.toString();
    if (!isFree) {
      answer = Json.cutOut(answer);
      if (!answer.isEmpty()) {
        listener.text(answer);
      }
    }
    int read = promptTokens > 0 ? promptTokens : estimate;
    int written = written(answer);
    return new Completion(
        answer,
        Collections.nCopies(written, UNKNOWN_TOKEN),
        stopReason(answer),
        new Usage(read, Math.min(cachedTokens, read), written),
        Duration.ofNanos(firstText - start),
        Duration.ofNanos(System.nanoTime() - firstText));
  }

  /// A stream that was cut at a stop string tells no usage.
  private int written(String answer) {
    int estimate = Math.min(options.maxTokens(), TokenEstimate.of(answer));
    return completionTokens > 0 && !filter.isStopped() ? completionTokens : estimate;
  }

  private StopReason stopReason(String answer) {
    if (filter.isStopped()) {
      return StopReason.STOP;
    }
    if (isCutOff) {
      return StopReason.LENGTH;
    }
    return !isFree && Json.isJson(answer) ? StopReason.CONSTRAINT : StopReason.END;
  }
}
