package dev.corvid.agent;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// What a model generated.
///
/// @param text the text, complete in UTF-8 and without the stop string
/// @param tokens the ids of the generated tokens, the end token not included
/// @param stopReason why generation ended
/// @param usage tokens read, reused and written
/// @param prefill time spent reading the prompt
/// @param decode time spent writing
public record Completion(
    String text,
    List<Integer> tokens,
    StopReason stopReason,
    Usage usage,
    Duration prefill,
    Duration decode) {

  /// Why generation ended.
  public enum StopReason {
    /// The model ended its turn.
    END,
    /// A stop string was found.
    STOP,
    /// `maxTokens` or the context was used up. Under a constraint the text was closed in time, so
    /// it is complete, but the model had more to say.
    LENGTH,
    /// The text fulfils the constraint and nothing could follow.
    CONSTRAINT
  }

  public Completion {
    Objects.requireNonNull(text, "text");
    tokens = List.copyOf(tokens);
    Objects.requireNonNull(stopReason, "stopReason");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(prefill, "prefill");
    Objects.requireNonNull(decode, "decode");
  }
}
