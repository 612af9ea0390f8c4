package dev.corvid.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.Tool;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The protocol's own example server, which npm brings.
@Tag("campaign")
class EverythingServerTests {
  private static final String COMMAND = "npx -y @modelcontextprotocol/server-everything stdio";

  @BeforeEach
  void needsNpx() {
    boolean found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npx")));
    assumeTrue(found, "npx is not on the PATH: install Node.js to run this test");
  }

  @Test
  void everyToolCanBeCalledWithValidArguments() {
    var settings = McpSettings.defaults().withStartTimeout(Duration.ofMinutes(3));
    List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
    List<ProcessHandle> family;
    try (var tools = McpTools.start(COMMAND, settings)) {
      System.out.printf(
          "%s: %d tools, %s%n", tools.origin(), tools.tools().size(), tools.skipped());
      assertThat(tools.tools()).hasSizeGreaterThanOrEqualTo(10);
      assertThat(tools.skipped())
          .allSatisfy(skipped -> assertThat(skipped.why()).contains("only as a task"));
      tools.tools().forEach(EverythingServerTests::callAndShow);
      assertThat(Servers.call(tools, "echo", "{\"message\": \"corvid\"}").text())
          .contains("corvid");
      family = ProcessHandle.current().descendants().filter(p -> !before.contains(p)).toList();
    }
    assertThat(family).hasSizeGreaterThanOrEqualTo(2).allMatch(Servers::isGone);
  }

  private static void callAndShow(Tool tool) {
    JsonNode schema = Json.MAPPER.readTree(tool.spec().parameters());
    String arguments = Json.write(example(schema));
    ToolRequest request = tool.prepare(new ToolCall("run-1", tool.spec().name(), arguments));
    ToolResult result = tool.call(request);
    System.out.printf(
        "%s %s %s -> %s %s%s %s%n  %s%n",
        tool.spec().effect(),
        request.url(),
        request.body(),
        result.status(),
        result.code(),
        result.truncated() ? " shortened" : "",
        result.typedValues(),
        result.text().lines().limit(4).map(line -> Text.cut(line, 150)).toList());
    assertThat(result.status()).isIn(ToolResult.Status.OK, ToolResult.Status.ERROR);
    assertThat(result.code()).isIn("ok", "tool error");
  }

  private static JsonNode example(JsonNode schema) {
    var nodes = Json.MAPPER.getNodeFactory();
    if (schema.path("enum").isArray()) {
      return schema.path("enum").get(0);
    }
    return switch (Json.text(schema, "type")) {
      case "object" -> object(schema);
      case "array" -> nodes.arrayNode().add(example(schema.path("items")));
      case "number", "integer" -> nodes.numberNode(Math.max(1, schema.path("minimum").intValue(1)));
      case "boolean" -> nodes.booleanNode(true);
      default -> schema.has("default") ? schema.path("default") : nodes.stringNode("a text");
    };
  }

  private static ObjectNode object(JsonNode schema) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    schema.path("properties").properties().stream()
        .forEach(property -> object.set(property.getKey(), example(property.getValue())));
    return object;
  }
}
