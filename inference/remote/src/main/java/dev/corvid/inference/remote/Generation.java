package dev.corvid.inference.remote;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// One completion on its way: passes the text on as it comes, or under a constraint, where only the
/// whole text shows what of it is JSON, at the end. Not thread-safe.
final class Generation {
  /// A text longer than this per token comes from a server that does not keep to the limit.
  private static final int LONGEST_TOKEN = 64;

  private final GenerationOptions options;
  private final GenerationListener listener;
  private final int promptTokens;
  private final TextGate gate;
  private final StringBuilder text = new StringBuilder();
  private final long start = System.nanoTime();
  private long firstText;
  private int pieces;
  private boolean tooLong;

  /// @param promptTokens as counted here
  Generation(GenerationOptions options, GenerationListener listener, int promptTokens) {
    this.options = options;
    this.listener = listener;
    this.promptTokens = promptTokens;
    this.gate = new TextGate(options.stop());
  }

  /// Whether some text has come, so that the request must not be repeated.
  boolean begun() {
    return pieces > 0;
  }

  Completion read(Body body, Failures failures, Duration patience) {
    ReplyStream reply = new ReplyStream(failures, patience, this::take);
    reply.read(body);
    emit(gate.finish());
    if (pieces == 0) {
      listener.prefilled(promptTokens, promptTokens);
    }
    Optional<String> json = isFree() ? Optional.empty() : JsonCut.of(text.toString());
    String result = json.orElse(text.toString());
    if (!isFree() && !result.isEmpty()) {
      listener.text(result);
    }
    long end = System.nanoTime();
    long read = pieces == 0 ? end : firstText;
    return new Completion(
        result,
        List.of(),
        reason(reply, json.isPresent()),
        usage(reply.usage(), promptTokens, pieces),
        Duration.ofNanos(read - start),
        Duration.ofNanos(end - read));
  }

  private boolean isFree() {
    return options.constraint() instanceof Constraint.None;
  }

  private boolean take(String piece) {
    // While the text is held back the listener hears this again, so that it can end the work.
    if (pieces == 0 || !isFree()) {
      firstText = pieces == 0 ? System.nanoTime() : firstText;
      listener.prefilled(promptTokens, promptTokens);
    }
    pieces++;
    emit(gate.take(piece));
    tooLong = text.length() > (long) LONGEST_TOKEN * options.maxTokens();
    return !gate.stopped() && !tooLong;
  }

  private void emit(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      if (isFree()) {
        listener.text(piece);
      }
    }
  }

  private StopReason reason(ReplyStream reply, boolean isJson) {
    if (gate.stopped() || options.stop().contains(reply.stop())) {
      return StopReason.STOP;
    }
    if (tooLong || reply.finish().equals("length")) {
      return StopReason.LENGTH;
    }
    return isJson ? StopReason.CONSTRAINT : StopReason.END;
  }

  /// As the server counts.
  ///
  /// @param told by the server, if it tells
  /// @param prompt what counts if it does not tell of the prompt
  /// @param written what counts if it does not tell of the completion
  static Usage usage(Optional<JsonNode> told, int prompt, int written) {
    JsonNode usage = told.orElseGet(MissingNode::getInstance);
    int read = Math.max(0, usage.path("prompt_tokens").asInt(prompt));
    int cached = usage.path("prompt_tokens_details").path("cached_tokens").asInt(0);
    int completed = usage.path("completion_tokens").asInt(written);
    return new Usage(read, Math.clamp(cached, 0, read), Math.max(0, completed));
  }
}
