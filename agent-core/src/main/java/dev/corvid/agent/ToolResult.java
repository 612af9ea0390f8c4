package dev.corvid.agent;

import java.util.Objects;
import java.util.Set;

/// What came back from a call.
///
/// @param status how it went
/// @param code the HTTP status, or the protocol's word for what happened
/// @param text what the model reads: shortened already, without secrets; untrusted data
/// @param truncated whether something was left out of the text
/// @param typedValues the values of fields that the specification gives a type in which no
///   instruction fits: numbers, booleans, enums, ids; as text. They may become arguments of
///   calls that were planned
public record ToolResult(
    Status status, String code, String text, boolean truncated, Set<String> typedValues) {

  /// How a call went.
  public enum Status {
    /// It was done.
    OK,
    /// It was refused, or failed before anything happened.
    ERROR,
    /// It was sent and nothing came back: it may have happened.
    UNKNOWN
  }

  public ToolResult {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
    typedValues = Set.copyOf(typedValues);
  }

  public static ToolResult ok(String code, String text) {
    return new ToolResult(Status.OK, code, text, false, Set.of());
  }

  public static ToolResult error(String code, String text) {
    return new ToolResult(Status.ERROR, code, text, false, Set.of());
  }

  public static ToolResult unknown(String text) {
    return new ToolResult(Status.UNKNOWN, "no answer", text, false, Set.of());
  }

  public ToolResult withTypedValues(Set<String> values) {
    return new ToolResult(status, code, text, truncated, values);
  }
}
