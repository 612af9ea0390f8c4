package dev.corvid.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.CorvidException;
import dev.corvid.agent.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Servers that send nonsense: calls have results, starts have a named failure, and nothing hangs.
@Timeout(value = 1, unit = TimeUnit.HOURS)
class FuzzTests {
  private static final List<String> WORDS =
      List.of(
          "jsonrpc",
          "id",
          "result",
          "error",
          "method",
          "params",
          "content",
          "type",
          "text",
          "image",
          "data",
          "mimeType",
          "resource",
          "uri",
          "structuredContent",
          "isError",
          "tools",
          "name",
          "inputSchema",
          "properties",
          "$ref",
          "#",
          "required",
          "object",
          "nextCursor",
          "code",
          "message",
          "2.0",
          "capabilities",
          "serverInfo",
          "protocolVersion",
          "annotations",
          "readOnlyHint",
          "\u0000",
          "\u001b[2J",
          "\ud800",
          "🐦",
          "");

  private final long seed = Long.getLong("corvid.seed", System.nanoTime());
  private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);

  FuzzTests() {
    System.out.println("corvid.seed=" + seed);
  }

  @Test
  void callsHaveResultsWhateverComesBack() {
    var settings =
        Servers.SETTINGS.withCallTimeout(Duration.ofMillis(250)).withMaxMessageBytes(50_000);
    try (var tools = McpTools.start(Servers.lookAndChange(), settings)) {
      for (int i = 0; i < 80; i++) {
        ToolResult result =
            Servers.call(tools, random.nextBoolean() ? "look" : "change", Json.write(order()));
        assertThat(result.text()).isNotBlank().hasSizeLessThan(2_100);
      }
    }
  }

  /// What the server shall do: some nonsense, then mostly an answer.
  private ObjectNode order() {
    ObjectNode order = Json.MAPPER.createObjectNode();
    ArrayNode lines = order.putArray("lines");
    for (int i = random.nextInt(4); i > 0; i--) {
      lines.add(line());
    }
    switch (random.nextInt(40)) {
      case 0 -> order.put("silent", true);
      case 1 -> order.putArray("bytes").add(random.nextInt(60_000));
      case 2 -> order.put("exit", random.nextInt(3));
      case 3, 4 -> {}
      default -> order.set("reply", value(4));
    }
    return order;
  }

  private String line() {
    String message =
        switch (random.nextInt(6)) {
          case 0 -> Json.write(value(3));
          case 1 ->
              "{\"jsonrpc\":\"2.0\",\"id\":{ID},\"result\":%s}".formatted(Json.write(value(4)));
          case 2 ->
              "{\"jsonrpc\":\"2.0\",\"id\":{ID},\"error\":%s}".formatted(Json.write(value(2)));
          case 3 -> "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{}}".formatted(Json.write(value(1)));
          case 4 ->
              "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
                  .formatted(random.nextInt(), word(), Json.write(value(2)));
          default ->
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":%s}"
                  .formatted(Json.write(value(2)));
        };
    return random.nextInt(3) > 0 ? message : message.substring(0, random.nextInt(message.length()));
  }

  @Test
  void startsFailByNameOrGiveTools() {
    var settings = Servers.SETTINGS.withStartTimeout(Duration.ofSeconds(2));
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String listing = "{\"jsonrpc\":\"2.0\",\"id\":{ID},\"result\":{\"tools\":%s}}";
      ObjectNode configuration = Json.MAPPER.createObjectNode();
      configuration
          .putObject("answers")
          .put(
              random.nextInt(3) == 0 ? "initialize" : "tools/list",
              random.nextBoolean() ? line() : listing.formatted(Json.write(declarations())));
      try (var tools = McpTools.start(Servers.raw(Json.write(configuration)), settings)) {
        outcomes.add(tools.tools().size() + " tools");
      } catch (CorvidException e) {
        assertThat(e).isInstanceOf(McpException.class);
        assertThat(e.remedy()).isNotBlank();
        outcomes.add(e.getMessage());
      }
    }
    assertThat(outcomes).hasSize(6);
  }

  @Test
  void declarationsBecomeToolsOrHaveAReason() {
    for (int i = 0; i < 3_000; i++) {
      try {
        Declaration declaration = Declaration.of(declaration());
        assertThat(declaration.description()).hasSizeLessThanOrEqualTo(300);
        assertThat(declaration.schema().problem(Json.MAPPER.createObjectNode().set("a", value(3))))
            .isNotNull();
      } catch (UnusableToolException e) {
        assertThat(e).message().isNotBlank();
      }
    }
  }

  private ArrayNode declarations() {
    ArrayNode tools = Json.MAPPER.createArrayNode();
    for (int i = random.nextInt(40); i > 0; i--) {
      tools.add(declaration());
    }
    return tools;
  }

  private JsonNode declaration() {
    ObjectNode tool = Json.MAPPER.createObjectNode().put("name", word());
    tool.set("description", value(1));
    tool.set("annotations", value(2));
    tool.set("inputSchema", random.nextInt(4) == 0 ? value(4) : schema(4));
    return tool;
  }

  private static final List<String> KEYWORDS =
      List.of(
          "type",
          "properties",
          "items",
          "required",
          "enum",
          "const",
          "$ref",
          "$defs",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else",
          "additionalProperties",
          "pattern",
          "patternProperties",
          "minimum",
          "maxLength",
          "multipleOf",
          "uniqueItems",
          "contains",
          "prefixItems",
          "dependentSchemas",
          "propertyNames",
          "unevaluatedProperties",
          "format",
          "$anchor",
          "$dynamicRef",
          "$dynamicAnchor",
          "$id",
          "$schema",
          "description",
          "title");

  private JsonNode schema(int depth) {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      String keyword = KEYWORDS.get(random.nextInt(KEYWORDS.size()));
      schema.set(keyword, depth == 0 || random.nextInt(4) == 0 ? value(1) : member(keyword, depth));
    }
    return schema;
  }

  private JsonNode member(String keyword, int depth) {
    return switch (keyword) {
      case "properties", "$defs", "patternProperties", "dependentSchemas" ->
          Json.MAPPER.createObjectNode().set(word(), schema(depth - 1));
      case "allOf", "anyOf", "oneOf", "prefixItems" ->
          Json.MAPPER.createArrayNode().add(schema(depth - 1)).add(schema(depth - 1));
      case "$ref", "$dynamicRef" ->
          Json.MAPPER
              .getNodeFactory()
              .stringNode(
                  List.of("#", "#/properties/a", "#a", "x", "#/$defs/" + word())
                      .get(random.nextInt(5)));
      case "type" -> Json.MAPPER.getNodeFactory().stringNode("object");
      default -> schema(depth - 1);
    };
  }

  private JsonNode value(int depth) {
    var nodes = Json.MAPPER.getNodeFactory();
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextInt(-10, 10));
      case 3 -> nodes.numberNode(random.nextDouble());
      case 4, 5 -> nodes.stringNode(word());
      case 6 -> {
        ArrayNode array = nodes.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = nodes.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set(word(), value(depth - 1));
        }
        yield object;
      }
    };
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }
}
