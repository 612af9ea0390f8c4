package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Sessions at a pseudo-terminal, key by key.
@Timeout(600)
class TerminalSessionTests {
  private static final String PROMPT = "corvid> ";

  @TempDir Path home;

  private final CountDownLatch released = new CountDownLatch(1);
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private ModelServer model;
  private HttpServer api;
  private Path docs;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(
        Pty.isThere(), "script of util-linux or env --default-signal is not there: no terminal");
    model = ModelServer.start(this::reply);
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/", this::post);
    api.start();
    docs = Files.createDirectory(home.resolve("docs"));
    Files.writeString(
        docs.resolve("harbour.md"), "# Boats\n\nThe harbour master has nine boats.\n\n渡鸦在屋顶藏食物。\n");
  }

  @AfterEach
  void stop() {
    released.countDown();
    if (model != null) {
      model.close();
      api.stop(0);
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    try (exchange) {
      posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      byte[] answer = "{\"id\":7}".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(201, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String reply(JsonNode request) {
    String prompt = request.toString();
    if (prompt.contains("for ever")) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    JsonNode schema = request.path("response_format").path("json_schema").path("schema");
    if (schema.isMissingNode()) {
      return prompt.contains("渡鸦在哪里") ? "渡鸦在屋顶藏食物。[1]" : "The harbour master has nine boats [1].";
    }
    return schema.path("type").asString("").equals("array")
        ? "[\"addBoat\"]"
        : "{\"name\":\"addBoat\",\"arguments\":{\"name\":\"Rex\"}}";
  }

  private Pty session(int columns, Map<String, String> environment, String... options)
      throws IOException {
    return Pty.start(
        home,
        columns,
        environment,
        Stream.concat(Stream.of("--model", model.url()), Stream.of(options))
            .toArray(String[]::new));
  }

  private Pty session(String... options) throws IOException {
    return session(100, Map.of(), options);
  }

  @Test
  void aSessionIsShownAsItHappens() throws Exception {
    try (Pty pty = session("--docs", docs.toString())) {
      pty.await("Ask something, or 'help'.");
      pty.await("· documents in 1 place");
      pty.await(PROMPT);
      pty.type("How many boats has the harbour master?\r");
      pty.await("The harbour master has nine boats. [1]");
      pty.await("Sources");
      pty.await("harbour.md");
      pty.await("· 1 document");
      pty.await(PROMPT);
      pty.type("open 1\r");
      pty.await("“The harbour master has nine boats.”");
      pty.await(PROMPT);
      pty.type("mod\t");
      pty.await("model");
      pty.type("l\t\r");
      pty.await("smollm2-135m");
      pty.await(PROMPT);
      pty.type("\u0004");
      assertThat(pty.exitCode()).isZero();
    }
    assertThat(Files.readString(home.resolve("data/sessions/history")))
        .contains("open 1", "model list");
  }

  @Test
  void controlCStopsAnAnswerAndTwiceLeaves() throws Exception {
    try (Pty pty = session("--docs", docs.toString())) {
      pty.await(PROMPT);
      pty.type("Does the harbour master work for ever?\r");
      while (model.asked().stream().noneMatch(asked -> asked.toString().contains("for ever"))) {
        Thread.sleep(20);
      }
      pty.type("\u0003");
      pty.await("Interrupted.");
      pty.await(PROMPT);
      Thread.sleep(2_500);
      pty.type("half a line\u0003");
      pty.await("Ctrl-C again or Ctrl-D leaves.");
      pty.await(PROMPT);
      pty.type("\u0003");
      assertThat(pty.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void anApprovalTakesYesNoEditAndAlways() throws Exception {
    Path spec = Files.writeString(home.resolve("api.yaml"), RemoteModelTests.API);
    String base = "http://localhost:" + api.getAddress().getPort();
    try (Pty pty = session("--spec", spec.toString(), "--base-url", base)) {
      pty.await("· 1 tool");
      pty.await(PROMPT);
      pty.type("Add a boat called Rex\r");
      pty.await("plan: addBoat");
      pty.await("POST " + base + "/boats");
      pty.await("{\"name\":\"Rex\"}");
      pty.await("[y]es, [n]o, [e]dit, [a]lways for addBoat:");
      pty.type("n\r");
      pty.await("Not done");
      pty.await(PROMPT);
      assertThat(posted).isEmpty();

      pty.type("Add a boat called Rex\r");
      pty.await("[a]lways for addBoat:");
      pty.type("e\r");
      pty.await("Arguments: {\"name\":\"Rex\"}");
      pty.type("\u007f\u007f\u007f\u007f\u007fMax\"}\r");
      pty.await("{\"name\":\"Max\"}");
      pty.await("[a]lways for addBoat:");
      pty.type("maybe\r");
      pty.await("Answer y, n, e or a:");
      pty.type("a\r");
      pty.await("addBoat ok");
      pty.await(PROMPT);
      assertThat(posted).containsExactly("{\"name\":\"Max\"}");

      pty.type("Add another boat called Rex\r");
      pty.await("addBoat ok");
      pty.await(PROMPT);
      assertThat(posted).hasSize(2);
      pty.type("exit\r");
      assertThat(pty.exitCode()).isZero();
    }
  }

  @Test
  void sixtyColumnsAndChineseTextAreEnough() throws Exception {
    try (Pty pty = session(60, Map.of(), "--docs", docs.toString())) {
      pty.await(PROMPT);
      pty.type("渡鸦在哪里藏食物?\r");
      pty.await("渡鸦在屋顶藏食物");
      pty.await("Sources");
      pty.await(PROMPT);
      pty.type("exit\r");
      assertThat(pty.exitCode()).isZero();
    }
  }

  @Test
  void withoutColoursThereIsNoControlSequenceInAnAnswer() throws Exception {
    try (Pty pty = session(100, Map.of("NO_COLOR", "1"), "--docs", docs.toString())) {
      pty.await(PROMPT);
      pty.type("How many boats has the harbour master?\r");
      pty.await("Sources");
      pty.await(PROMPT);
      assertThat(pty.raw()).doesNotContain("\u001b[1m", "\u001b[2m", "\u001b]8");
      pty.type("exit\r");
      assertThat(pty.exitCode()).isZero();
    }
  }

  @Test
  void aLineWithASecretIsNotKept() throws Exception {
    try (Pty pty = session()) {
      pty.await(PROMPT);
      pty.type("my password is hunter2\r");
      pty.await("There is nothing to answer from yet.");
      pty.await(PROMPT);
      pty.type("docs list\r");
      pty.await("No documents.");
      pty.await(PROMPT);
      pty.type("exit\r");
      assertThat(pty.exitCode()).isEqualTo(0);
    }
    assertThat(Files.readString(home.resolve("data/sessions/history")))
        .contains("docs list")
        .doesNotContain("hunter2");
  }
}
