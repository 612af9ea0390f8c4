package dev.corvid.tools;

/// Why an operation cannot be offered as a tool.
final class NotATool extends Exception {
  NotATool(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
