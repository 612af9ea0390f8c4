package dev.corvid.command;

/// Sets up the logging backend, which reads system properties when it first loads.
final class Logs {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logs() {}

  static void configure(boolean verbose) {
    setDefault("defaultLogLevel", verbose ? "info" : "warn");
    setDefault("log.dev.corvid", verbose ? "debug" : "warn");
    setDefault("showThreadName", "false");
    setDefault("showShortLogName", "true");
    setDefault("logFile", "System.err");
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(PREFIX + name) == null) {
      System.setProperty(PREFIX + name, value);
    }
  }
}
