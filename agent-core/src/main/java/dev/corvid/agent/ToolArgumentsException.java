package dev.corvid.agent;

/// The arguments of a call do not fit its tool. The message is short and says what to correct: the
/// model reads it.
public final class ToolArgumentsException extends CorvidException {
  public ToolArgumentsException(String tool, String problem) {
    super(
        Kind.INPUT,
        "%s: %s".formatted(tool, problem),
        "Correct the arguments; 'corvid tools list' shows what a tool takes.");
  }

  @Override
  public String code() {
    return "tool-arguments";
  }
}
