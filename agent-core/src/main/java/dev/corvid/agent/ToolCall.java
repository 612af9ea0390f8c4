package dev.corvid.agent;

import java.util.Objects;

/// A call that the model wants made.
///
/// @param id unique in the world: the run's id and a number; it makes a repeated request
///   recognisable to a server that takes idempotency keys
/// @param tool the tool's name
/// @param arguments a JSON object as text
/// @param user for whom it is made; nothing where users are not told apart
public record ToolCall(String id, String tool, String arguments, String user) {
  public ToolCall {
    Checks.requireText(id, "id");
    Checks.requireText(tool, "tool");
    Objects.requireNonNull(arguments, "arguments");
    // Journals of older versions know no user.
    user = user == null ? "" : user;
  }

  public ToolCall(String id, String tool, String arguments) {
    this(id, tool, arguments, "");
  }
}
