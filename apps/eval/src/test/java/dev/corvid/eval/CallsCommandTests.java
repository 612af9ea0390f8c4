package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.corvid.agent.CorvidFolders;
import dev.corvid.inference.catalog.ModelStore;
import dev.corvid.inference.catalog.PullListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole way from files to figures, with a real model that is too small to be right.
class CallsCommandTests {
  private static final String CASE =
      """
      {"id": "%s", "question": [[{"role": "user", "content": "Feed the crow 30 grams."}]], \
      "function": [{"name": "zoo.feed", "description": "Feed an animal.", "parameters": \
      {"type": "dict", "required": ["animal", "grams"], "properties": \
      {"animal": {"type": "string"}, "grams": {"type": "float"}}}}]}
      """;
  private static final String ANSWER =
      """
      {"id": "%s", "ground_truth": [{"zoo.feed": {"animal": ["crow"], "grams": [30.0]}}]}
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void write() throws IOException {
    Path answers = Files.createDirectory(folder.resolve("possible_answer"));
    Files.writeString(
        folder.resolve("multiple.jsonl"), CASE.formatted("m0") + CASE.formatted("m1"));
    Files.writeString(
        answers.resolve("multiple.jsonl"), ANSWER.formatted("m0") + ANSWER.formatted("m1"));
    Files.writeString(folder.resolve("irrelevance.jsonl"), CASE.formatted("i0"));
  }

  /// The model of the user's own cache: the one of this module's tests is empty.
  private static Path model() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove("CORVID_HOME");
    return new ModelStore(CorvidFolders.of(environment).models())
        .pull("smollm2-135m", PullListener.SILENT);
  }

  private int run(String... options) {
    return runWith(model().toString(), options);
  }

  private int runWith(String model, String... options) {
    out.reset();
    List<String> line = new ArrayList<>(List.of("eval", "calls"));
    line.add(folder.resolve("multiple.jsonl").toString());
    line.add(folder.resolve("irrelevance.jsonl").toString());
    line.addAll(List.of("--model", model, "--json", "--quiet"));
    line.addAll(List.of(options));
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Main.PROGRAM.run(line, stream, stream);
  }

  private JsonNode results() {
    return JsonLines.JSON.readTree(out.toString(StandardCharsets.UTF_8)).path("results");
  }

  @Test
  void everyFileHasItsFigures() {
    assertThat(run()).isZero();

    JsonNode results = results();
    assertThat(results).hasSize(2);
    assertThat(results.get(0).path("file").asString()).isEqualTo("multiple");
    assertThat(results.get(0).path("n").asInt()).isEqualTo(2);
    assertThat(results.get(1).path("file").asString()).isEqualTo("irrelevance");
    for (JsonNode result : results) {
      assertThat(result.path("parsed").asDouble()).isOne();
      assertThat(result.path("accuracy").asDouble())
          .isBetween(
              result.path("interval").get(0).asDouble(), result.path("interval").get(1).asDouble());
    }
  }

  @Test
  void anInterruptedRunGoesOn() {
    assertThat(run("--limit", "1")).isZero();
    assertThat(run("--resume")).isZero();
    assertThat(results().get(0).path("n").asInt()).isEqualTo(2);
  }

  @Test
  void theBareModelIsAskedFreely() {
    assertThat(run("--free", "--limit", "1")).isZero();
    assertThat(results().get(0).path("n").asInt()).isOne();
    assertThat(results().get(0).path("tokens_per_case").asDouble()).isPositive();
  }

  @Test
  void missingFilesAreNamed() {
    assertThat(run("--answers", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("none", "is not a file");
  }

  @Test
  void aModelBehindAServerIsMeasuredAlike() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", CallsCommandTests::answer);
    server.start();
    try {
      String url = "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
      assertThat(runWith(url)).as(out.toString(StandardCharsets.UTF_8)).isZero();
      JsonNode json = JsonLines.JSON.readTree(out.toString(StandardCharsets.UTF_8));
      assertThat(json.required("model").asString()).isEqualTo(url);
      assertThat(json.required("results").path(0).required("n").asInt()).isEqualTo(2);
    } finally {
      server.stop(0);
    }
  }

  /// A model that finds everything unlikely and writes nothing of use.
  private static void answer(HttpExchange exchange) throws IOException {
    boolean models = exchange.getRequestURI().getPath().endsWith("/models");
    byte[] body =
        (models
                ? "{\"data\":[{\"id\":\"served-1b\"}]}"
                : "{\"choices\":[{\"message\":{\"content\":\"No.\"},\"finish_reason\":\"stop\","
                    + "\"logprobs\":{\"content\":[{\"token\":\"No\",\"logprob\":-0.1}]}}]}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
