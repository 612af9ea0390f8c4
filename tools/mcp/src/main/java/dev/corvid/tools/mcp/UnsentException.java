package dev.corvid.tools.mcp;

import java.io.IOException;

/// Thrown when a message was not handed to the server. The reason goes on after "The server".
final class UnsentException extends IOException {
  private final String reason;

  UnsentException(String reason) {
    super("The server " + reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
