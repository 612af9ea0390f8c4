package dev.corvid.inference.remote;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A small model behind a server: it counts on in bare text and names birds in chats, an other one
/// with each seed. It counts tokens and usage alike, keeps to limits and tells what stopped it.
final class CountingModel {
  private static final Pattern TOKEN = Pattern.compile("\\s?\\w+|\\s|[^\\w\\s]");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final List<String> BIRDS =
      List.of(" raven", " crow", " rook", " jay", " magpie", " jackdaw", " chough", " nutcracker");

  private CountingModel() {}

  static ScriptedServer start() throws IOException {
    return ScriptedServer.start()
        .onChat(CountingModel::answer)
        .on("/v1/completions", CountingModel::answer)
        .on("/tokenize", CountingModel::count);
  }

  private static List<String> tokens(String text) {
    return TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }

  private static void count(HttpExchange exchange, JsonNode request) throws IOException {
    ObjectNode answer = JsonMapper.shared().createObjectNode();
    var ids = answer.putArray("tokens");
    tokens(request.path("content").asString()).forEach(token -> ids.add(token.hashCode()));
    ScriptedServer.json(200, answer.toString()).write(exchange, request);
  }

  private static void answer(HttpExchange exchange, JsonNode request) throws IOException {
    List<String> reply = reply(request);
    if (request.has("logprobs")) {
      ScriptedServer.json(200, listed(request, reply.getFirst())).write(exchange, request);
      return;
    }
    int most = request.path("max_tokens").asInt();
    int written = 0;
    String text = "";
    String stopped = "";
    try (OutputStream out = ScriptedServer.stream(exchange)) {
      while (written < Math.min(most, reply.size()) && stopped.isEmpty()) {
        String token = reply.get(written++);
        text += token;
        for (JsonNode stop : request.path("stop")) {
          stopped = text.contains(stop.asString()) ? stop.asString() : stopped;
        }
        ScriptedServer.send(out, "data: " + delta(request, token) + "\n\n");
      }
      boolean whole = written == reply.size() || !stopped.isEmpty();
      ScriptedServer.send(
          out,
          "data: {\"choices\":[{\"finish_reason\":\"%s\",\"stop_reason\":%s}]}\n\n"
              .formatted(
                  whole ? "stop" : "length", JsonMapper.shared().writeValueAsString(stopped)));
      ScriptedServer.send(out, "data: " + usage(request, written) + "\n\ndata: [DONE]\n\n");
    }
  }

  private static String delta(JsonNode request, String token) {
    if (request.has("messages")) {
      return ScriptedServer.chunk(token);
    }
    ObjectNode chunk = JsonMapper.shared().createObjectNode();
    chunk.putArray("choices").addObject().put("text", token);
    return chunk.toString();
  }

  private static String usage(JsonNode request, int written) {
    ObjectNode chunk = JsonMapper.shared().createObjectNode();
    chunk.putArray("choices");
    int read = promptTokens(request);
    chunk.putObject("usage").put("prompt_tokens", read).put("completion_tokens", written);
    return chunk.toString();
  }

  /// Its template puts as many tokens around a message as the client reckons with.
  private static int promptTokens(JsonNode request) {
    if (!request.has("messages")) {
      return tokens(request.path("prompt").asString()).size();
    }
    List<String> texts = new ArrayList<>();
    request.path("messages").forEach(message -> texts.add(message.path("content").asString()));
    return tokens(String.join("\n", texts)).size() + TokenCounter.PER_MESSAGE * texts.size();
  }

  private static List<String> reply(JsonNode request) {
    JsonNode schema = request.path("response_format").path("json_schema").path("schema");
    if (schema.path("enum").isArray()) {
      return List.of("\"", schema.path("enum").path(0).asString(), "\"");
    }
    if (schema.isObject()) {
      return tokens("{\"name\": \"crow\", \"eggs\": 5}");
    }
    if (request.has("prompt")) {
      return counted(request.path("prompt").asString());
    }
    List<String> birds = new ArrayList<>(BIRDS);
    Collections.shuffle(birds, new Random(request.path("seed").asLong(1)));
    return birds;
  }

  private static List<String> counted(String prompt) {
    int last =
        NUMBER.matcher(prompt).results().mapToInt(r -> Integer.parseInt(r.group())).max().orElse(0);
    List<String> reply = new ArrayList<>();
    for (int n = last + 1; n < last + 40; n++) {
      reply.add(" " + n);
      reply.add(",");
    }
    return reply;
  }

  private static String listed(JsonNode request, String first) {
    ObjectNode answer = JsonMapper.shared().createObjectNode();
    ObjectNode all = answer.putArray("choices").addObject().putObject("logprobs");
    if (request.has("messages")) {
      var top = all.putArray("content").addObject().putArray("top_logprobs");
      top.addObject().put("token", first).put("logprob", -0.1);
      top.addObject().put("token", "A").put("logprob", -2.5);
    } else {
      all.putArray("top_logprobs").addObject().put(first, -0.1).put(" a", -2.5);
    }
    return answer.toString();
  }
}
