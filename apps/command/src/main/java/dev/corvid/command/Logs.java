package dev.corvid.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/// Sets up logging to stderr: warnings, and more with `-v`. Both backends read system properties
/// when they are first used, so a command that logs nothing pays nothing.
public final class Logs {
  private static final String SIMPLE = "org.slf4j.simpleLogger.";
  private static final String JDK_LEVEL = "corvid.log.jdk";

  /// Configures the JDK's logging, which Lucene uses; the JDK's log manager calls this.
  public Logs() throws IOException {
    String configuration =
        "handlers=java.util.logging.ConsoleHandler\n.level=%s\n"
            .formatted(System.getProperty(JDK_LEVEL, "WARNING"));
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
  }

  static void configure(boolean verbose) {
    setDefault(SIMPLE + "defaultLogLevel", verbose ? "info" : "warn");
    setDefault(SIMPLE + "log.dev.corvid", verbose ? "debug" : "warn");
    // PDFBox warns of every font that a document does not bring along.
    setDefault(SIMPLE + "log.org.apache", verbose ? "warn" : "off");
    // The MCP SDK and the schema validator warn of what a server sends, in the server's words.
    setDefault(SIMPLE + "log.io.modelcontextprotocol", verbose ? "warn" : "off");
    setDefault(SIMPLE + "log.com.networknt", verbose ? "error" : "off");
    setDefault(SIMPLE + "showThreadName", "false");
    setDefault(SIMPLE + "showShortLogName", "true");
    setDefault(SIMPLE + "logFile", "System.err");
    setDefault(JDK_LEVEL, verbose ? "INFO" : "WARNING");
    setDefault("java.util.logging.config.class", Logs.class.getName());
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
