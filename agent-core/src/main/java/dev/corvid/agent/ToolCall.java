package dev.corvid.agent;

import java.util.Objects;

/// A call that the model wants made.
///
/// @param id unique in the world: the run's id and a number; it makes a repeated request
///   recognisable to a server that takes idempotency keys
/// @param tool the tool's name
/// @param arguments a JSON object as text
public record ToolCall(String id, String tool, String arguments) {
  public ToolCall {
    Checks.requireText(id, "id");
    Checks.requireText(tool, "tool");
    Objects.requireNonNull(arguments, "arguments");
  }
}
