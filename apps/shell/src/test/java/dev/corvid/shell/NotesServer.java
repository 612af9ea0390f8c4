package dev.corvid.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An MCP server of notes over stdio. Its arguments are its note and the names of its tools; each
/// tool reads the note. All of them say that they are called `notes`.
final class NotesServer {
  private static final JsonMapper JSON = JsonMapper.shared();

  private NotesServer() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode request = JSON.readTree(line);
      if (request.has("id")) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.get("id"));
        answer.set("result", result(request.path("method").asString(""), arguments));
        out.println(JSON.writeValueAsString(answer));
      }
    }
  }

  private static JsonNode result(String method, String... arguments) {
    ObjectNode result = JSON.createObjectNode();
    switch (method) {
      case "initialize" -> {
        result.put("protocolVersion", "2025-06-18");
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "notes").put("version", "1");
      }
      case "tools/list" -> {
        var tools = result.putArray("tools");
        for (int i = 1; i < arguments.length; i++) {
          ObjectNode tool = tools.addObject().put("name", arguments[i]);
          tool.putObject("inputSchema").put("type", "object");
          tool.putObject("annotations").put("readOnlyHint", true);
        }
      }
      default ->
          result.putArray("content").addObject().put("type", "text").put("text", arguments[0]);
    }
    return result;
  }
}
