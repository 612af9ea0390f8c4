package dev.corvid.tools;

import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the request of checked arguments. Thread-safe.
final class RequestBuilder {
  private static final int MOST_URL = 16_000;

  private final Endpoint endpoint;
  private final InputLayout layout;

  RequestBuilder(Endpoint endpoint, InputLayout layout) {
    this.endpoint = endpoint;
    this.layout = layout;
  }

  /// @throws ToolArgumentsException if a value cannot stand where it belongs
  ToolRequest build(ToolCall call, URI base, ObjectNode arguments) {
    Map<String, String> inPath = new HashMap<>();
    List<String> query = new ArrayList<>();
    Map<String, String> headers = new TreeMap<>();
    headers.put("Accept", endpoint.accept());
    for (InputLayout.Argument argument : layout.arguments()) {
      JsonNode value = arguments.get(argument.name());
      if (value != null
          && argument.slot() instanceof InputLayout.Slot.OfParameter(Parameter parameter)) {
        switch (parameter.place()) {
          case PATH -> inPath.put(parameter.name(), new ParameterText(parameter).path(value));
          case QUERY -> query.addAll(new ParameterText(parameter).query(value));
          case HEADER -> headers.put(parameter.name(), header(call, parameter, value));
          case COOKIE -> throw new IllegalStateException("cookies are no arguments");
        }
      }
    }
    String body = body(arguments);
    if (!body.isEmpty()) {
      endpoint.body().ifPresent(b -> headers.put("Content-Type", b.contentType()));
    }
    endpoint
        .idempotencyHeader()
        .ifPresent(name -> headers.put(name, idempotencyKey(call).toString()));
    String url = base + path(call, inPath) + joined(query);
    return new ToolRequest(
        call,
        endpoint.effect(),
        endpoint.method(),
        checked(call, url),
        headers,
        body,
        endpoint.idempotencyHeader());
  }

  /// The same for the same call, also in another process.
  private static UUID idempotencyKey(ToolCall call) {
    return UUID.nameUUIDFromBytes(call.id().getBytes(StandardCharsets.UTF_8));
  }

  private String path(ToolCall call, Map<String, String> values) {
    String template = endpoint.path();
    int question = template.indexOf('?');
    String fixedQuery = question < 0 ? "" : template.substring(question);
    StringBuilder path = new StringBuilder();
    for (String segment : (question < 0 ? template : template.substring(0, question)).split("/")) {
      if (!segment.isEmpty()) {
        path.append('/').append(segment(call, segment, values));
      }
    }
    boolean slash = question < 0 && template.endsWith("/");
    return path + (slash || path.isEmpty() ? "/" : "") + literal(fixedQuery);
  }

  private static String segment(ToolCall call, String template, Map<String, String> values) {
    Matcher matcher = EndpointReader.TEMPLATE.matcher(template);
    StringBuilder segment = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      String name = EndpointReader.name(matcher.group(1));
      segment.append(literal(template.substring(end, matcher.start())));
      String text = values.getOrDefault(name, "");
      if (text.isEmpty() || text.equals(".") || text.equals("..")) {
        throw new ToolArgumentsException(
            call.tool(),
            "'%s' is part of the path and must not be %s"
                .formatted(name, text.isEmpty() ? "empty" : "'" + text + "'"));
      }
      segment.append(text);
      end = matcher.end();
    }
    segment.append(literal(template.substring(end)));
    if (segment.toString().equals(".") || segment.toString().equals("..")) {
      throw new ToolArgumentsException(
          call.tool(), "the path must not have the segment '%s'".formatted(segment));
    }
    return segment.toString();
  }

  /// The document's own text: what is an escape already stays one.
  private static String literal(String text) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      String piece = Character.toString(character);
      boolean escape = character == '%' && text.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*");
      boolean kept = "=&+".contains(piece);
      encoded.append(escape || kept ? piece : Encoding.encodeReserved(piece));
      i += piece.length();
    }
    return encoded.toString();
  }

  private String joined(List<String> query) {
    if (query.isEmpty()) {
      return "";
    }
    return (endpoint.path().contains("?") ? "&" : "?") + String.join("&", query);
  }

  private static String header(ToolCall call, Parameter parameter, JsonNode value) {
    String text = new ParameterText(parameter).header(value);
    if (!text.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw new ToolArgumentsException(
          call.tool(),
          "'%s' is sent as a header and must be one line of ASCII, got %s"
              .formatted(parameter.name(), Problems.show(value)));
    }
    return text.strip();
  }

  private String body(ObjectNode arguments) {
    ObjectNode fields = Nodes.FACTORY.objectNode();
    for (InputLayout.Argument argument : layout.arguments()) {
      JsonNode value = arguments.get(argument.name());
      if (value != null) {
        switch (argument.slot()) {
          case InputLayout.Slot.WholeBody() -> {
            return value.toString();
          }
          case InputLayout.Slot.BodyField(String field) -> fields.set(field, value);
          case InputLayout.Slot.OfParameter(Parameter _) -> {}
        }
      }
    }
    boolean sent = layout.flatBody().isPresent() && (layout.bodyRequired() || !fields.isEmpty());
    return sent ? fields.toString() : "";
  }

  private static String checked(ToolCall call, String url) {
    if (url.length() > MOST_URL) {
      throw new ToolArgumentsException(
          call.tool(),
          "the URL must have at most %d characters, got %d".formatted(MOST_URL, url.length()));
    }
    return URI.create(url).toString();
  }
}
