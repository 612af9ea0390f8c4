package dev.corvid.tools.mcp;

/// Thrown when a tool that a server declares cannot be called. The message goes on after "it".
final class UnusableToolException extends Exception {
  UnusableToolException(String problem) {
    super(problem);
  }
}
