package dev.corvid.shell;

import dev.corvid.agent.CorvidException;
import dev.corvid.agent.ToolResult;

/// A call got no answer.
final class CallException extends CorvidException {
  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  CallException(String tool, ToolResult result) {
    super(
        Kind.FAILED,
        "%s: %s".formatted(tool, result.text()),
        result.status() == ToolResult.Status.UNKNOWN
            ? "Look whether it happened before you call again."
            : "Check that the server runs and can be reached, then call again.");
    this.unknown = result.status() == ToolResult.Status.UNKNOWN;
  }

  @Override
  public String code() {
    return unknown ? "call-unknown" : "call-failed";
  }
}
