package dev.corvid.springai;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolSpec;
import java.util.List;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.StringUtils;
import tools.jackson.databind.node.ObjectNode;

/// What Spring AI says of a tool as Corvid says it.
final class Specs {
  private static final String NO_PARAMETERS = "{\"type\":\"object\"}";

  private Specs() {}

  /// @throws IllegalArgumentException if the parameters are no JSON object
  static ToolSpec of(String name, ToolDefinition definition, Effect effect, String origin) {
    String description = definition.description();
    return new ToolSpec(
        name,
        description == null ? "" : description,
        parameters(definition).toString(),
        effect,
        origin,
        List.of());
  }

  static ObjectNode parameters(ToolDefinition definition) {
    String schema = definition.inputSchema();
    return Json.object(StringUtils.hasText(schema) ? schema : NO_PARAMETERS)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "inputSchema must be a JSON object, tool '%s' has %s"
                        .formatted(definition.name(), schema)));
  }
}
