package dev.corvid.tools.mcp;

import dev.corvid.agent.CorvidException;
import org.jspecify.annotations.Nullable;

/// What goes wrong before an MCP server's tools can be used. A call never throws one: what a server
/// does wrong then is its result.
public abstract sealed class McpException extends CorvidException {
  private final String code;

  private McpException(
      Kind kind, String code, String message, String remedy, @Nullable Throwable cause) {
    super(kind, message, remedy, cause);
    this.code = code;
  }

  @Override
  public final String code() {
    return code;
  }

  /// The command cannot be read, or names no program.
  public static final class Command extends McpException {
    Command(String message, String remedy) {
      super(Kind.INPUT, "mcp-command", message, remedy, null);
    }

    Command(String message, String remedy, Throwable cause) {
      super(Kind.INPUT, "mcp-command", message, remedy, cause);
    }
  }

  /// The program was started but did not become a server whose tools can be listed. Trying again
  /// may help if it was slow.
  public static final class Start extends McpException {
    Start(String message, String remedy) {
      super(Kind.FAILED, "mcp-start", message, remedy, null);
    }
  }
}
