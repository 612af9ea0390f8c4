package dev.corvid.tools.mcp;

import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Starts the servers of the tests and calls their tools.
final class Servers {
  static final McpSettings SETTINGS =
      McpSettings.defaults()
          .withStartTimeout(Duration.ofSeconds(60))
          .withCallTimeout(Duration.ofSeconds(30));

  private Servers() {}

  static List<String> sdk() {
    return java(SdkServer.class);
  }

  /// @param configuration as [RawServer] reads it
  static List<String> raw(String configuration) {
    return java(RawServer.class, configuration);
  }

  /// A raw server with the tools `look`, which only reads, and `change`.
  static List<String> lookAndChange() {
    return raw(
        """
        {"tools": [
          {"name": "look", "inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": true}},
          {"name": "change", "inputSchema": {"type": "object"}}]}
        """);
  }

  static Tool tool(McpTools tools, String name) {
    return tools.tools().stream()
        .filter(tool -> tool.spec().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static ToolResult call(McpTools tools, String name, String arguments) {
    Tool tool = tool(tools, name);
    return tool.call(tool.prepare(new ToolCall("run-1", name, arguments)));
  }

  /// Whether a process runs no more. An orphan that its new parent has not collected yet does not.
  static boolean isGone(ProcessHandle process) {
    try {
      Path stat = Path.of("/proc", "" + process.pid(), "stat");
      return !process.isAlive()
          || Files.exists(stat) && Files.readString(stat).replaceAll(".*\\) ", "").startsWith("Z");
    } catch (IOException e) {
      return true;
    }
  }

  private static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
