package dev.corvid.tools.mcp;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolResult;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Turns what came back from a server into what the model reads.
final class Results {
  private static final int MAX_TYPED = 1_000;
  private static final int MAX_NAME = 200;

  private final int limit;

  /// @param limit how many characters are kept
  Results(int limit) {
    this.limit = limit;
  }

  ToolResult of(Reply reply, Effect effect) {
    return switch (reply) {
      case Reply.Result(JsonNode value) -> answered(value);
      case Reply.Refused(int code, String message) ->
          ToolResult.error(Integer.toString(code), message);
      case Reply.Unsent(String why) ->
          ToolResult.error("not sent", "Nothing was sent. The server " + why + ".");
      case Reply.Lost(String why) -> lost(why, effect);
    };
  }

  private static ToolResult lost(String why, Effect effect) {
    return switch (effect) {
      case READ -> ToolResult.error("no answer", "The server %s.".formatted(why));
      case WRITE ->
          ToolResult.unknown("The server %s. The call may have been carried out.".formatted(why));
    };
  }

  private ToolResult answered(JsonNode result) {
    JsonNode structured = result.path("structuredContent");
    String text = contents(result.path("content"));
    if (text.isBlank() && !structured.isMissingNode()) {
      text = Text.clean(Json.write(structured));
    }
    boolean failed = result.path("isError").booleanValue(false);
    return new ToolResult(
        failed ? ToolResult.Status.ERROR : ToolResult.Status.OK,
        failed ? "tool error" : "ok",
        text.isBlank() ? "[no content]" : shortened(text),
        text.length() > limit,
        failed ? Set.of() : typedValues(structured));
  }

  private String shortened(String text) {
    String kept = Text.cut(text, limit);
    return kept.length() == text.length()
        ? text
        : "%s\n[… %,d more characters left out]".formatted(kept, text.length() - kept.length());
  }

  private static String contents(JsonNode contents) {
    return contents
        .valueStream()
        .map(Results::content)
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n"));
  }

  private static String content(JsonNode content) {
    String type = Json.text(content, "type");
    return switch (type) {
      case "text" -> Text.clean(Json.text(content, "text"));
      case "image", "audio" -> described(type, content, "data");
      case "resource" -> resource(content.path("resource"));
      case "resource_link" -> "[%s]".formatted(place(content));
      default -> "[%s]".formatted(Text.line(type.isEmpty() ? "unknown content" : type, MAX_NAME));
    };
  }

  /// A line such as `[image/png, 12 KB]`.
  private static String described(String type, JsonNode content, String data) {
    return "[%s, %s]".formatted(kind(content, type), Text.size(decodedLength(content, data)));
  }

  /// What a resource is, and its text if it has one.
  private static String resource(JsonNode resource) {
    String text = Json.text(resource, "text");
    return text.isEmpty()
        ? "[%s, %s]".formatted(place(resource), Text.size(decodedLength(resource, "blob")))
        : "[%s]\n%s".formatted(place(resource), Text.clean(text));
  }

  private static String place(JsonNode resource) {
    return Stream.of(Json.text(resource, "uri"), kind(resource, ""))
        .map(part -> Text.line(part, MAX_NAME))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String kind(JsonNode content, String otherwise) {
    String kind = Text.line(Json.text(content, "mimeType"), MAX_NAME);
    return kind.isEmpty() ? otherwise : kind;
  }

  /// How many bytes a base64 text stands for.
  private static long decodedLength(JsonNode content, String member) {
    return Json.text(content, member).replaceAll("=+$", "").length() * 3L / 4;
  }

  /// Numbers and booleans: no instruction fits in one.
  private static Set<String> typedValues(JsonNode structured) {
    Set<String> values = new LinkedHashSet<>();
    collect(structured, values);
    return values;
  }

  private static void collect(JsonNode node, Set<String> values) {
    if ((node.isNumber() || node.isBoolean()) && values.size() < MAX_TYPED) {
      values.add(Json.write(node));
    }
    node.forEach(child -> collect(child, values));
  }
}
