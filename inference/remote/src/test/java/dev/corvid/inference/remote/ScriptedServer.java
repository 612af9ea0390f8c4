package dev.corvid.inference.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// A server on this machine that answers as it is told, and keeps what it was asked.
final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /// How to answer one request.
  interface Answer {
    void write(HttpExchange exchange, JsonNode request) throws IOException;
  }

  record Asked(String path, Optional<String> authorization, JsonNode body) {}

  private ScriptedServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  static ScriptedServer start() throws IOException {
    return at(0);
  }

  /// @param port 0 for any
  static ScriptedServer at(int port) throws IOException {
    return new ScriptedServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
  }

  /// Answer requests for a path in this order; the last answer repeats.
  ScriptedServer on(String path, Answer... inOrder) {
    answers.put(path, new ArrayDeque<>(List.of(inOrder)));
    return this;
  }

  ScriptedServer onChat(Answer... inOrder) {
    return on("/v1/chat/completions", inOrder);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  List<Asked> asked() {
    return asked;
  }

  /// The bodies of the requests for a path.
  List<JsonNode> asked(String path) {
    return asked.stream().filter(a -> a.path().equals(path)).map(Asked::body).toList();
  }

  List<JsonNode> chats() {
    return asked("/v1/chat/completions");
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    JsonNode body =
        bytes.length == 0 ? MissingNode.getInstance() : JsonMapper.shared().readTree(bytes);
    asked.add(
        new Asked(
            path,
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
            body));
    Deque<Answer> left = answers.getOrDefault(path, new ArrayDeque<>());
    Answer answer;
    synchronized (left) {
      answer = left.isEmpty() ? json(404, "{\"detail\":\"Not Found\"}") : left.peek();
      if (left.size() > 1) {
        left.remove();
      }
    }
    try (exchange) {
      answer.write(exchange, body);
    }
  }

  static Answer json(int status, String body) {
    return raw(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer raw(int status, String type, byte[] body) {
    return (exchange, request) -> {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    };
  }

  /// An error as OpenAI writes it.
  static Answer error(int status, String message) {
    return json(status, errorJson(message, status));
  }

  static String errorJson(String message, int code) {
    var json = JsonMapper.shared().createObjectNode();
    json.putObject("error").put("message", message).put("code", code);
    return json.toString();
  }

  static Answer withHeader(String name, String value, Answer answer) {
    return (exchange, request) -> {
      exchange.getResponseHeaders().set(name, value);
      answer.write(exchange, request);
    };
  }

  /// A stream of events with these data, each sent apart, and an orderly end.
  static Answer events(String... data) {
    return (exchange, request) -> {
      try (OutputStream out = stream(exchange)) {
        for (String each : data) {
          send(out, "data: " + each + "\n\n");
        }
      }
    };
  }

  /// A whole reply in pieces.
  static Answer reply(String... pieces) {
    return (exchange, request) -> {
      try (OutputStream out = stream(exchange)) {
        for (String piece : pieces) {
          send(out, "data: " + chunk(piece) + "\n\n");
        }
        send(out, "data: " + end("stop") + "\n\ndata: [DONE]\n\n");
      }
    };
  }

  static OutputStream stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  static String chunk(String piece) {
    var json = JsonMapper.shared().createObjectNode();
    json.putArray("choices").addObject().putObject("delta").put("content", piece);
    return ascii(json.toString());
  }

  /// Half a character cannot be written as UTF-8.
  private static String ascii(String json) {
    StringBuilder text = new StringBuilder();
    json.chars()
        .forEach(c -> text.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
    return text.toString();
  }

  /// The beginning of a stream, and then the connection is lost.
  static Answer cutAfter(String text) {
    return (exchange, request) -> {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 100_000);
      send(exchange.getResponseBody(), text);
      throw new IOException("lost on purpose");
    };
  }

  static String end(String reason) {
    return "{\"choices\":[{\"delta\":{},\"finish_reason\":\"%s\"}]}".formatted(reason);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
