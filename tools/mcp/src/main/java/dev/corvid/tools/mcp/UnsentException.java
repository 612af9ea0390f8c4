package dev.corvid.tools.mcp;

import java.io.EOFException;

/// Thrown when a message was not handed to the server. The reason goes on after "The server".
///
/// An [EOFException], by which the SDK knows that the other side is gone and does not warn.
final class UnsentException extends EOFException {
  private final String reason;

  UnsentException(String reason) {
    super("The server " + reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
