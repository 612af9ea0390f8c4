package dev.corvid.shell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An OpenAI-compatible server on this machine with one model, `served-1b`. It finds that yes is
/// the answer to everything, and writes what it is told to.
final class ModelServer implements AutoCloseable {
  private final HttpServer server;
  private final Function<JsonNode, String> reply;
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();

  private ModelServer(HttpServer server, Function<JsonNode, String> reply) {
    this.server = server;
    this.reply = reply;
    server.createContext("/", this::serve);
    server.start();
  }

  /// @param reply what it writes to a request
  static ModelServer start(Function<JsonNode, String> reply) throws IOException {
    return new ModelServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), reply);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /// The authorization of each request, an empty text where there was none.
  List<String> keys() {
    return keys;
  }

  /// What completions were asked for.
  List<JsonNode> asked() {
    return asked;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestHeaders().getFirst("Authorization");
      keys.add(key == null ? "" : key);
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/v1/models")) {
        send(exchange, 200, "{\"data\":[{\"id\":\"served-1b\"}]}");
      } else if (path.endsWith("/completions")) {
        JsonNode request = JsonMapper.shared().readTree(body);
        asked.add(request);
        send(exchange, 200, request.has("logprobs") ? yes() : written(request));
      } else {
        send(exchange, 404, "{}");
      }
    }
  }

  private static String yes() {
    return "{\"choices\":[{\"logprobs\":{\"content\":[{\"top_logprobs\":["
        + "{\"token\":\"Yes\",\"logprob\":-0.1},{\"token\":\"No\",\"logprob\":-3}]}]}}],"
        + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1}}";
  }

  private String written(JsonNode request) {
    ObjectNode chunk = JsonMapper.shared().createObjectNode();
    ObjectNode choice = chunk.putArray("choices").addObject();
    choice.put("text", reply.apply(request)).put("finish_reason", "stop");
    chunk.putObject("usage").put("prompt_tokens", 9).put("completion_tokens", 4);
    return "data: " + chunk + "\n\ndata: [DONE]\n\n";
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
