package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Commands with a model behind a server, named by `--model URL` or the configuration.
@Timeout(600)
class RemoteModelTests {
  /// An API with one operation, to add a boat.
  static final String API =
      """
      openapi: 3.0.3
      info: {title: Harbour, version: "1"}
      paths:
        /boats:
          post:
            operationId: addBoat
            summary: Add a boat
            requestBody:
              required: true
              content:
                application/json:
                  schema: {type: object, required: [name], properties: {name: {type: string}}}
            responses: {"201": {description: added}}
      """;

  @TempDir Path home;

  private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start(RemoteModelTests::reply);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Names of functions where an array is wanted, a call where an object is, and else a sentence.
  private static String reply(JsonNode request) {
    JsonNode schema = request.path("response_format").path("json_schema").path("schema");
    if (schema.isMissingNode()) {
      return "The harbour master has nine boats.";
    }
    return schema.path("type").asString("").equals("array")
        ? "[\"addBoat\"]"
        : "{\"name\":\"addBoat\",\"arguments\":{\"name\":\"Rex\"}}";
  }

  private void configure(String yaml) throws IOException {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/corvid.yaml"), yaml);
  }

  private static void assertRefused(Cli run, int exitCode, String code, String message) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    JsonNode error = run.json().required("error");
    assertThat(error.required("code").asString()).isEqualTo(code);
    assertThat(error.required("message").asString()).contains(message);
    assertThat(error.required("remedy").asString()).isNotBlank();
    assertThat(run.err()).doesNotContain("\tat ", "Exception");
  }

  @Test
  void textIsGeneratedByTheServersOnlyModel() {
    Cli run = Cli.run("generate", "--json", "--chat", "--model", server.url(), "How many boats?");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().required("text").asString())
        .isEqualTo("The harbour master has nine boats.");
    assertThat(run.json().required("usage").required("prompt_tokens").asInt()).isEqualTo(9);
    assertThat(server.asked().getLast().path("model").asString()).isEqualTo("served-1b");
    assertThat(server.keys()).containsOnly("");
  }

  @Test
  void aSchemaIsTheServersToEnforce() throws IOException {
    Path schema =
        Files.writeString(home.resolve("s.json"), "{\"type\":\"object\",\"minProperties\":1}");
    Cli run = Cli.run("generate", "--json", "--model", server.url(), "--schema", schema, "x");
    assertThat(run.json().required("stop_reason").asString()).isEqualTo("constraint");
    assertThat(server.asked().getLast().path("prompt").asString()).isEqualTo("x");
  }

  @Test
  void aQuestionIsAnsweredFromDocuments() throws IOException {
    Path docs = Files.createDirectory(home.resolve("docs"));
    Files.writeString(
        docs.resolve("harbour.md"), "# Boats\n\nThe harbour master has nine boats.\n");
    Cli run =
        Cli.run(
            "ask",
            "--json",
            "--model",
            server.url(),
            "--mode",
            "bm25",
            "--docs",
            docs,
            "--index",
            home.resolve("index"),
            "How many boats does the harbour master have?");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().required("status").asString()).isEqualTo("answered");
    assertThat(run.json().required("citations").path(0).required("quote").asString())
        .contains("nine boats");
  }

  @Test
  void theKeyComesFromTheEnvironment() throws Exception {
    Cli run =
        Cli.runIn(
            home,
            Map.of("CORVID_MODEL_KEY", "k-1", "CORVID_MODEL_URL", server.url()),
            "generate",
            "--json",
            "x");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(server.keys()).isNotEmpty().containsOnly("Bearer k-1");
    assertThat(run.err()).doesNotContain("WARN");
  }

  @Test
  void theConfiguredServerGetsTheConfiguredNameAndKeyAndNoOtherDoes() throws Exception {
    configure(
        "corvid: {model: {url: '%s', name: big-one, key: '${THE_KEY}', context-length: 64}}"
            .formatted(server.url()));
    Map<String, String> environment = Map.of("THE_KEY", "k-2");
    Cli run = Cli.runIn(home, environment, "generate", "--json", "x");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().required("model").asString()).isEqualTo("big-one");
    assertThat(server.asked().getLast().path("model").asString()).isEqualTo("big-one");
    assertThat(server.asked().getLast().path("max_tokens").asInt()).isLessThan(64);
    assertThat(server.keys()).containsOnly("Bearer k-2");
    try (ModelServer other = ModelServer.start(request -> "other")) {
      Cli elsewhere = Cli.runIn(home, Map.of(), "generate", "--json", "--model", other.url(), "x");
      assertThat(elsewhere.json().required("text").asString()).isEqualTo("other");
      assertThat(other.keys()).isNotEmpty().containsOnly("");
      assertThat(other.asked().getLast().path("model").asString()).isEqualTo("served-1b");
    }
    assertRefused(
        Cli.runIn(home, "generate", "--json", "x"),
        2,
        "configuration",
        "${THE_KEY}, which is not set");
  }

  @Test
  void aRunFindsItsModelAgainAndItsJournalHoldsNoKey() throws Exception {
    Path api = Files.writeString(home.resolve("harbour.yaml"), API);
    List<String> boats = new CopyOnWriteArrayList<>();
    HttpServer harbour =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    harbour.createContext(
        "/",
        exchange -> {
          boats.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
        });
    harbour.start();
    try {
      Map<String, String> environment = Map.of("CORVID_MODEL_KEY", "k-secret-3");
      Cli run =
          Cli.runIn(
              home,
              environment,
              "run",
              "--json",
              "--model",
              server.url(),
              "--spec",
              api,
              "--base-url",
              "http://127.0.0.1:" + harbour.getAddress().getPort(),
              "Add the boat Rex");
      assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(4);
      String id = run.json().required("run").asString();
      Cli resumed =
          Cli.runIn(home, environment, "runs", "resume", "--json", "--approve", "all", id);
      assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isZero();
      assertThat(resumed.json().required("status").asString()).isEqualTo("done");
      assertThat(boats).containsExactly("{\"name\":\"Rex\"}");
      assertThat(server.keys()).containsOnly("Bearer k-secret-3");
      assertNoFileHolds("k-secret-3");
    } finally {
      harbour.stop(0);
    }
  }

  private void assertNoFileHolds(String secret) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(secret);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://models.example/v1",
        "https://10.0.0.7:8443/v1",
        "http://127.0.0.1.example/v1"
      })
  void offlineForbidsServersElsewhere(String url) {
    assertRefused(
        Cli.run("generate", "--json", "--offline", "--model", url, "x"),
        2,
        "usage",
        "--offline forbids to ask the model server " + url);
  }

  @Test
  void offlineAllowsAServerOnThisMachine() {
    assertThat(Cli.run("generate", "--offline", "--model", server.url(), "x").exitCode()).isZero();
    String named = server.url().replace("127.0.0.1", "localhost");
    assertThat(Cli.run("generate", "--offline", "--model", named, "x").exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:secret@host/v1, not carry a user name",
    "http://host/v1?key=secret, end with its path",
    "http:///v1, name a host",
    "'http://a b/v1', cannot be read"
  })
  void aUrlThatIsNoneIsRefusedAndNotShown(String url, String message) {
    Cli run = Cli.run("generate", "--json", "--model", url, "x");
    assertRefused(run, 2, "usage", message);
    assertThat(run.out() + run.err()).doesNotContain("secret");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    server.close();
    assertRefused(
        Cli.run("generate", "--json", "--model", server.url(), "x"),
        1,
        "remote-unreachable",
        server.url());
  }

  @Test
  void whatNeedsAFileSaysSo() {
    String needed = "This needs a model on this machine";
    String url = server.url();
    assertRefused(Cli.run("tokenize", "--json", "--model", url, "x"), 2, "usage", needed);
    assertRefused(Cli.run("model", "info", "--json", url), 2, "usage", needed);
    assertThat(server.keys()).isEmpty();
  }
}
