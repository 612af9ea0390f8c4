package dev.corvid.tools.mcp;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// How a server is started and how much is taken from it.
///
/// @param name what the server is called in the origin of its tools, `mcp:NAME`. Empty takes the
///   name that it gives itself, which it may choose to look like another server
/// @param environment variables for the server, beside those that any program needs, such as `PATH`
///   and `HOME`. It gets no others of this process, above all no secrets of Corvid
/// @param startTimeout how long it may take until its tools are listed, positive
/// @param callTimeout how long a call may take, positive
/// @param maxMessageBytes the longest message that is read; a longer one ends the server, `>= 1024`
/// @param maxResultLength how many characters of a result are kept, `>= 1`
public record McpSettings(
    String name,
    Map<String, String> environment,
    Duration startTimeout,
    Duration callTimeout,
    int maxMessageBytes,
    int maxResultLength) {
  private static final int MAX_NAME = 64;
  private static final int LEAST_MESSAGE = 1024;
  private static final McpSettings DEFAULT =
      new McpSettings(
          "", Map.of(), Duration.ofSeconds(30), Duration.ofSeconds(60), 16 << 20, 2_000);

  public McpSettings {
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "name must have <= %d characters, got %d".formatted(MAX_NAME, name.length()));
    }
    environment = Map.copyOf(environment);
    environment.forEach(McpSettings::requireVariable);
    requirePositive(startTimeout, "startTimeout");
    requirePositive(callTimeout, "callTimeout");
    requireAtLeast(LEAST_MESSAGE, maxMessageBytes, "maxMessageBytes");
    requireAtLeast(1, maxResultLength, "maxResultLength");
  }

  /// Half a minute to start, a minute for a call, messages up to 16 MiB, results up to 2,000
  /// characters.
  public static McpSettings defaults() {
    return DEFAULT;
  }

  public McpSettings withName(String value) {
    return new McpSettings(
        value, environment, startTimeout, callTimeout, maxMessageBytes, maxResultLength);
  }

  public McpSettings withEnvironment(Map<String, String> value) {
    return new McpSettings(
        name, value, startTimeout, callTimeout, maxMessageBytes, maxResultLength);
  }

  public McpSettings withStartTimeout(Duration value) {
    return new McpSettings(name, environment, value, callTimeout, maxMessageBytes, maxResultLength);
  }

  public McpSettings withCallTimeout(Duration value) {
    return new McpSettings(
        name, environment, startTimeout, value, maxMessageBytes, maxResultLength);
  }

  public McpSettings withMaxMessageBytes(int value) {
    return new McpSettings(name, environment, startTimeout, callTimeout, value, maxResultLength);
  }

  public McpSettings withMaxResultLength(int value) {
    return new McpSettings(name, environment, startTimeout, callTimeout, maxMessageBytes, value);
  }

  private static void requireVariable(String name, String value) {
    if (name.isBlank() || name.contains("=") || name.contains("\0") || value.contains("\0")) {
      throw new IllegalArgumentException(
          "environment must map names without '=' to texts, got '%s'".formatted(name));
    }
  }

  private static void requirePositive(Duration value, String name) {
    Objects.requireNonNull(value, name);
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }
  }

  private static void requireAtLeast(int minimum, int value, String name) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " must be >= " + minimum + ", got " + value);
    }
  }
}
