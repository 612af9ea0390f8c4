package dev.corvid.tools.mcp;

import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A small server by the SDK, started as a process of its own.
final class SdkServer {
  private static final ToolAnnotations READS = ToolAnnotations.builder().readOnlyHint(true).build();
  private static final ToolAnnotations WRITES =
      ToolAnnotations.builder().readOnlyHint(false).build();
  private static final Map<String, Object> NUMBER = Map.of("type", "number");
  private static final Map<String, Object> TEXT = Map.of("type", "string");

  private SdkServer() {}

  public static void main(String[] arguments) {
    McpServer.sync(
            new StdioServerTransportProvider(
                new JacksonMcpJsonMapper(JsonMapper.builder().build())))
        .serverInfo(Implementation.builder("small server", "1").build())
        .capabilities(ServerCapabilities.builder().tools(true).build())
        .strictToolNameValidation(false)
        .toolCall(
            tool("echo", Map.of("text", TEXT), READS),
            (_, call) -> text(String.valueOf(call.arguments().get("text"))))
        .toolCall(tool("add", Map.of("a", NUMBER, "b", NUMBER), READS), (_, call) -> sum(call))
        .toolCall(
            tool("fail", Map.of(), READS),
            (_, _) ->
                CallToolResult.builder().addTextContent("the disk is full").isError(true).build())
        .toolCall(
            tool("throw", Map.of(), READS),
            (_, _) -> {
              throw new IllegalStateException("nobody caught this");
            })
        .toolCall(tool("sleep", Map.of(), READS), (_, _) -> sleep())
        .toolCall(tool("sleep to write", Map.of(), WRITES), (_, _) -> sleep())
        .toolCall(tool("die", Map.of(), READS), (_, _) -> die())
        .toolCall(tool("die/while writing", Map.of(), WRITES), (_, _) -> die())
        .toolCall(
            tool("environment", Map.of(), READS),
            (_, _) -> text(String.join(" ", System.getenv().keySet())))
        .build();
  }

  private static Tool tool(
      String name, Map<String, Object> properties, ToolAnnotations annotations) {
    Map<String, Object> schema =
        Map.of(
            "type",
            "object",
            "properties",
            properties,
            "required",
            List.copyOf(properties.keySet()),
            "additionalProperties",
            false);
    return Tool.builder(name, schema)
        .description("It can " + name)
        .annotations(annotations)
        .build();
  }

  private static CallToolResult text(String text) {
    return CallToolResult.builder().addTextContent(text).build();
  }

  private static CallToolResult sum(CallToolRequest call) {
    double a = Double.parseDouble(String.valueOf(call.arguments().get("a")));
    double b = Double.parseDouble(String.valueOf(call.arguments().get("b")));
    return CallToolResult.builder()
        .structuredContent(Map.of("sum", a + b, "exact", true, "note", "a text"))
        .build();
  }

  private static CallToolResult sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return text("slept");
  }

  private static CallToolResult die() {
    Runtime.getRuntime().halt(7);
    return text("alive");
  }
}
