package dev.corvid.agent;

import java.util.Objects;
import java.util.Optional;

/// What a run came to whose answer is a value.
///
/// @param report the run
/// @param value the answer, if there is one
public record TypedReport<T>(RunReport report, Optional<T> value) {
  public TypedReport {
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(value, "value");
  }
}
