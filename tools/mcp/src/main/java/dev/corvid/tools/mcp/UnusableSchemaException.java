package dev.corvid.tools.mcp;

/// Thrown when a tool's schema describes no arguments that could be given and checked. The message
/// goes on after the tool's name.
final class UnusableSchemaException extends Exception {
  UnusableSchemaException(String problem) {
    super(problem);
  }
}
