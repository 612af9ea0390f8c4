package dev.corvid.tools.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A server that does as it is told, right or wrong. Its only argument is a JSON object:
///
/// - `tools`: what it lists, `pageSize` of them on a page; `cursor`: the next page of every page
/// - `answers`: by method, a line that is written as the answer, with `{ID}` for the request's id
/// - `banner`: lines that it starts with; `stubborn`: do not end when asked to; `child`: start a
///   process that lives on; `exit`: end at once with this status
///
/// A call's arguments say what to do: write `lines` (with `{ID}`), write `reply` as the result,
/// write nothing (`silent`), `exit` with a status, `ask` the client something and reply with its
/// answer, or else reply with the line that was received.
final class RawServer {
  private static final JsonMapper MAPPER = Json.MAPPER;

  private final JsonNode configuration;
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private RawServer(JsonNode configuration) {
    this.configuration = configuration;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    new RawServer(MAPPER.readTree(arguments[0])).run();
  }

  private void run() throws IOException, InterruptedException {
    if (configuration.has("exit")) {
      System.err.println("it cannot work like this");
      System.exit(configuration.path("exit").intValue());
    }
    if (configuration.path("child").booleanValue(false)) {
      new ProcessBuilder("sleep", "600").redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    }
    if (configuration.path("stubborn").booleanValue(false)) {
      Runtime.getRuntime().addShutdownHook(new Thread(RawServer::linger));
    }
    configuration.path("banner").forEach(line -> out.println(line.stringValue()));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      answer(line);
    }
    if (configuration.path("stubborn").booleanValue(false)) {
      linger();
    }
  }

  private static void linger() {
    while (true) {
      try {
        Thread.sleep(600_000);
      } catch (InterruptedException e) {
        // Stubborn.
      }
    }
  }

  private void answer(String line) throws IOException {
    JsonNode request = MAPPER.readTree(line);
    String method = request.path("method").stringValue("");
    JsonNode id = request.path("id");
    JsonNode scripted = configuration.path("answers").path(method);
    if (scripted.isString()) {
      write(scripted.stringValue(), id);
    } else if (!id.isMissingNode()) {
      switch (method) {
        case "initialize" -> result(id, greeting());
        case "tools/list" -> result(id, page(request.path("params").path("cursor")));
        case "tools/call" -> call(id, request.path("params").path("arguments"), line);
        default -> throw new IllegalArgumentException(method);
      }
    }
  }

  private static JsonNode greeting() {
    return MAPPER.readTree(
        """
        {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}},
         "serverInfo": {"name": "raw", "version": "1"}}
        """);
  }

  private JsonNode page(JsonNode cursor) {
    ArrayNode tools = configuration.path("tools").asArray();
    int from = cursor.isString() ? Integer.parseInt(cursor.stringValue().substring(1)) : 0;
    int size = configuration.path("pageSize").intValue(tools.size());
    ObjectNode page = MAPPER.createObjectNode();
    ArrayNode list = page.putArray("tools");
    for (int i = from; i < Math.min(tools.size(), from + size); i++) {
      list.add(tools.get(i));
    }
    JsonNode always = configuration.path("cursor");
    if (always.isString()) {
      page.put("nextCursor", always.stringValue().replace("{N}", "" + (from + 1)));
    } else if (from + size < tools.size()) {
      page.put("nextCursor", "c" + (from + size));
    }
    return page;
  }

  private void call(JsonNode id, JsonNode arguments, String line) throws IOException {
    arguments.path("lines").forEach(text -> write(text.stringValue(), id));
    arguments.path("bytes").forEach(count -> out.print("x".repeat(count.intValue())));
    if (arguments.has("exit")) {
      Runtime.getRuntime().halt(arguments.path("exit").intValue());
    } else if (arguments.has("ask")) {
      String method = arguments.path("ask").stringValue();
      write(
          "{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"%s\",\"params\":{}}".formatted(method), id);
      result(id, content(in.readLine()));
    } else if (arguments.has("reply")) {
      result(id, arguments.path("reply"));
    } else if (!arguments.has("silent")) {
      result(id, content(line));
    }
  }

  private static JsonNode content(String text) {
    ObjectNode result = MAPPER.createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result;
  }

  private void result(JsonNode id, JsonNode result) {
    ObjectNode answer = MAPPER.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", id);
    answer.set("result", result);
    out.println(MAPPER.writeValueAsString(answer));
  }

  private void write(String line, JsonNode id) {
    out.println(line.replace("{ID}", MAPPER.writeValueAsString(id)));
  }
}
