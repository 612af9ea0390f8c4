package dev.corvid.eval;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// An API over HTTP on this machine, and what it was asked. Answers one request at a time.
final class JsonServer implements AutoCloseable {
  private final HttpServer server;
  private final Api api;
  private final List<Seen> seen = new ArrayList<>();

  private JsonServer(HttpServer server, Api api) {
    this.server = server;
    this.api = api;
  }

  /// What stands behind the server.
  interface Api {
    /// @throws Rejected if the request is wrong
    Reply handle(Request request);

    /// Everything the API keeps.
    JsonNode state();
  }

  /// @param body missing if there is none
  record Request(String method, List<String> path, Map<String, String> query, JsonNode body) {
    /// The method and the path with a star for the second segment, which is an id everywhere.
    String route() {
      StringBuilder route = new StringBuilder(method);
      for (int i = 0; i < path.size(); i++) {
        route.append(i == 0 ? " " : "/").append(i == 1 ? "*" : path.get(i));
      }
      return route.toString();
    }

    String id() {
      return path.get(1);
    }

    /// @throws Rejected if there is another parameter than these
    void allowOnly(String... names) {
      for (String name : query.keySet()) {
        if (!List.of(names).contains(name)) {
          throw new Rejected(400, "There is no parameter '%s'.".formatted(name));
        }
      }
    }
  }

  record Reply(int status, JsonNode body) {
    static Reply ok(JsonNode body) {
      return new Reply(200, body);
    }

    static Reply created(JsonNode body) {
      return new Reply(201, body);
    }

    static Reply gone() {
      return new Reply(204, MissingNode.getInstance());
    }
  }

  /// A request that came in, and how it was answered.
  record Seen(String method, String path, int status) {
    boolean isWrite() {
      return !method.equals("GET");
    }
  }

  /// A wrong request.
  static final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    Rejected(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  static JsonServer start(Api api) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    JsonServer json = new JsonServer(server, api);
    server.createContext("/", json::serve);
    server.start();
    return json;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Api api() {
    return api;
  }

  /// The requests so far, in order.
  List<Seen> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      synchronized (seen) {
        seen.add(
            new Seen(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), reply.status()));
      }
      byte[] bytes =
          reply.body().isMissingNode()
              ? new byte[0]
              : JsonLines.JSON.writeValueAsBytes(reply.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    try {
      JsonNode body =
          bytes.length == 0 ? MissingNode.getInstance() : JsonLines.JSON.readTree(bytes);
      return answer(
          api,
          exchange.getRequestMethod(),
          exchange.getRequestURI().getPath(),
          query(exchange.getRequestURI().getRawQuery()),
          body);
    } catch (JacksonException e) {
      return error(400, "The body is not JSON.");
    }
  }

  /// What an API answers, without a server.
  static Reply answer(
      Api api, String method, String path, Map<String, String> query, JsonNode body) {
    try {
      List<String> segments = List.of(path.substring(1).split("/"));
      return api.handle(new Request(method, segments, query, body));
    } catch (Rejected e) {
      return error(e.status, String.valueOf(e.getMessage()));
    }
  }

  private static Reply error(int status, String message) {
    return new Reply(status, JsonLines.JSON.createObjectNode().put("error", message));
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
      String[] halves = pair.split("=", 2);
      query.put(
          URLDecoder.decode(halves[0], StandardCharsets.UTF_8),
          halves.length == 2 ? URLDecoder.decode(halves[1], StandardCharsets.UTF_8) : "");
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
