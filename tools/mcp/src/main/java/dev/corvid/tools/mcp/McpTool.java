package dev.corvid.tools.mcp;

import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tool of a server.
final class McpTool implements Tool {
  private static final int MAX_ARGUMENTS = 200_000;
  private static final int MAX_PROBLEM = 400;

  private final ToolSpec spec;
  private final Declaration declaration;
  private final Server server;
  private final Results results;
  private final String url;

  McpTool(ToolSpec spec, Declaration declaration, Server server, Results results) {
    this.spec = spec;
    this.declaration = declaration;
    this.server = server;
    this.results = results;
    this.url = spec.origin() + "/" + UrlPart.encode(declaration.name());
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolRequest prepare(ToolCall call) {
    if (call.arguments().length() > MAX_ARGUMENTS) {
      throw new ToolArgumentsException(
          spec.name(), "the arguments have more than %,d characters".formatted(MAX_ARGUMENTS));
    }
    String text = call.arguments().isBlank() ? "{}" : call.arguments();
    ObjectNode arguments =
        Json.object(text)
            .filter(object -> !Json.hasExtremeNumber(object))
            .orElseThrow(
                () ->
                    new ToolArgumentsException(
                        spec.name(),
                        "the arguments must be one JSON object, such as {\"name\": \"value\"}"));
    Optional<String> problem = declaration.schema().problem(arguments);
    if (problem.isPresent()) {
      throw new ToolArgumentsException(spec.name(), Text.line(problem.get(), MAX_PROBLEM));
    }
    return new ToolRequest(
        call,
        spec.effect(),
        McpSchema.METHOD_TOOLS_CALL,
        url,
        Map.of(),
        Json.write(arguments),
        Optional.empty());
  }

  @Override
  public ToolResult call(ToolRequest request) {
    if (!request.method().equals(McpSchema.METHOD_TOOLS_CALL) || !request.url().equals(url)) {
      return ToolResult.error(
          "not sent",
          "The request is for %s, this tool is %s; nothing was sent."
              .formatted(Text.line(request.url(), 200), url));
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> argument :
        Json.object(request.body()).orElseThrow(() -> broken(request)).properties()) {
      arguments.put(argument.getKey(), argument.getValue());
    }
    var call = new CallToolRequest(declaration.name(), arguments, null);
    // What is sent has the effect that was approved, whatever the server says of it now.
    return results.of(server.request(McpSchema.METHOD_TOOLS_CALL, call), request.effect());
  }

  private static IllegalArgumentException broken(ToolRequest request) {
    return new IllegalArgumentException(
        "body must be a JSON object, got '%s'".formatted(Text.line(request.body(), 100)));
  }
}
