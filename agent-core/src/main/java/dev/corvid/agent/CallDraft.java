package dev.corvid.agent;

/// A call as a model wrote it: not checked by its tool, not approved, not made.
///
/// @param tool the tool's name
/// @param arguments a JSON object as text
public record CallDraft(String tool, String arguments) {
  public CallDraft {
    Checks.requireText(tool, "tool");
    Checks.requireText(arguments, "arguments");
  }
}
