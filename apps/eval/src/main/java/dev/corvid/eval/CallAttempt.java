package dev.corvid.eval;

import dev.corvid.agent.Usage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a model made of a request.
///
/// @param logOdds that a function fits, if the model was asked
/// @param text what it wrote
/// @param calls those in the text; nothing if it cannot be read
/// @param usage what all of it cost
record CallAttempt(
    Optional<Double> logOdds, String text, Optional<List<WrittenCall>> calls, Usage usage) {
  CallAttempt {
    Objects.requireNonNull(text, "text");
    calls = calls.map(List::copyOf);
  }
}
