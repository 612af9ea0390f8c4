package dev.corvid.tools.mcp;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolSpec;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A tool as its server declares it, read with doubt.
///
/// @param name what the server calls it
/// @param description at most 300 characters on one line
/// @param title its name for people, possibly empty
/// @param effect READ only if the server says that the tool changes nothing. That is a hint by the
///   server; whoever starts it trusts it so far
record Declaration(
    String name, String description, String title, Effect effect, ArgumentSchema schema) {
  private static final int MAX_NAME = 256;
  private static final int MAX_DESCRIPTION = 300;
  private static final int MAX_TITLE = 100;

  /// @throws UnusableToolException if it cannot be called
  static Declaration of(JsonNode tool) throws UnusableToolException {
    if (Json.text(tool.path("execution"), "taskSupport").equals("required")) {
      throw new UnusableToolException("runs only as a task, which the client does not support");
    }
    JsonNode annotations = tool.path("annotations");
    String title = Json.text(tool, "title");
    return new Declaration(
        Json.text(tool, "name"),
        Text.line(Json.text(tool, "description"), MAX_DESCRIPTION),
        Text.line(title.isBlank() ? Json.text(annotations, "title") : title, MAX_TITLE),
        annotations.path("readOnlyHint").booleanValue(false) ? Effect.READ : Effect.WRITE,
        ArgumentSchema.of(tool.path("inputSchema")));
  }

  /// Whether something can be called by this name.
  static boolean isName(String name) {
    return !name.isBlank() && name.length() <= MAX_NAME && Text.clean(name).equals(name);
  }

  ToolSpec spec(String name, String origin) {
    return new ToolSpec(
        name,
        description.isEmpty() ? title : description,
        schema.text(),
        effect,
        origin,
        Stream.of(name.equals(this.name) ? "" : this.name, title)
            .filter(keyword -> !keyword.isBlank())
            .toList());
  }
}
