package dev.corvid.agent;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// What a run came to.
///
/// @param status how far the answer can be trusted
/// @param answer the text; behind each supported sentence stands the mark of its citation, `[1]`,
///   behind each other one `[?]`
/// @param citations in the order of their numbers; every answer that is not `UNKNOWN` has one
/// @param passages what the model read, best first; empty if nothing was found
/// @param usage tokens over the whole run
/// @param timings where the time went
public record Outcome(
    Status status,
    String answer,
    List<Citation> citations,
    List<Passage> passages,
    Usage usage,
    Timings timings) {

  /// How far an answer can be trusted.
  public enum Status {
    /// Every sentence has a verified citation.
    ANSWERED,
    /// Some sentences have a verified citation, the others are marked.
    UNSUPPORTED,
    /// The passages do not say; there is no citation.
    UNKNOWN
  }

  /// Where the time of a run went.
  ///
  /// @param retrieve looking up passages
  /// @param prefill reading prompts
  /// @param decode writing text
  public record Timings(Duration retrieve, Duration prefill, Duration decode) {
    public Timings {
      Objects.requireNonNull(retrieve, "retrieve");
      Objects.requireNonNull(prefill, "prefill");
      Objects.requireNonNull(decode, "decode");
    }
  }

  public Outcome {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(answer, "answer");
    citations = List.copyOf(citations);
    passages = List.copyOf(passages);
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(timings, "timings");
    if (citations.isEmpty() != (status == Status.UNKNOWN)) {
      throw new IllegalArgumentException(
          "an outcome has citations unless it is UNKNOWN, got %d for %s"
              .formatted(citations.size(), status));
    }
  }
}
