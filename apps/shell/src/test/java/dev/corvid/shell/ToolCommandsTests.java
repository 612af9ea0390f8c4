package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.corvid.agent.IndexedToolSelector;
import dev.corvid.agent.ToolSpec;
import dev.corvid.retrieval.TextIndexes;
import dev.corvid.tools.RestSettings;
import dev.corvid.tools.RestTools;
import dev.corvid.tools.Specification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ToolCommandsTests {
  @TempDir Path folder;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private String base = "";

  ToolCommandsTests() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
    base = "http://localhost:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        "%s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                body));
    boolean isSpec = exchange.getRequestURI().getPath().equals("/openapi");
    byte[] bytes =
        isSpec
            ? Files.readAllBytes(harbour())
            : "{\"boats\":[{\"id\":1}]}".getBytes(StandardCharsets.UTF_8);
    boolean missing = exchange.getRequestURI().toString().contains("404");
    exchange.sendResponseHeaders(missing ? 404 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Path harbour() {
    try {
      return Path.of(
          Objects.requireNonNull(ToolCommandsTests.class.getResource("/apis/harbour.yaml"))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertFails(Cli run, int exitCode, String code, String message) {
    JsonNode error = run.json().required("error");
    assertThat(error.required("code").asString()).isEqualTo(code);
    assertThat(error.required("message").asString()).contains(message);
    assertThat(error.required("remedy").asString()).isNotBlank();
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).doesNotContain("\tat ");
  }

  private Cli call(Object... rest) {
    return run("--base-url", base, rest);
  }

  private static Cli run(String option, String value, Object... rest) {
    Object[] begin = {"tools", "call", "--json", "--spec", harbour(), option, value};
    Object[] line = new Object[begin.length + rest.length];
    System.arraycopy(begin, 0, line, 0, begin.length);
    System.arraycopy(rest, 0, line, begin.length, rest.length);
    return Cli.run(line);
  }

  @Test
  void toolsAreListedWithTheirSchemas() {
    Cli run = Cli.run("tools", "list", "--json", "--spec", harbour());
    assertThat(run.exitCode()).as(run.out()).isZero();
    JsonNode json = run.json();
    assertThat(json.required("registered").asInt()).isEqualTo(2);
    assertThat(json.required("declared").asInt()).isEqualTo(3);
    assertThat(json.at("/tools/1").toString())
        .isEqualTo(
            """
            {"name":"addBoat","method":"POST","path":"/boats","description":"Add a boat",\
            "parameters":{"type":"object","properties":{"name":{"type":"string"},\
            "length":{"type":"integer","minimum":1}},"required":["name"],\
            "additionalProperties":false}}""");
    assertThat(json.required("skipped").toString())
        .isEqualTo(
            "[{\"operation\":\"PUT /boats/{id}/photo\",\"why\":\"its body is not JSON but"
                + " image/png\"}]");
    assertThat(Cli.run("tools", "list", "--spec", harbour()).out())
        .contains("listBoats  GET    /boats  List the boats", "2 of 3 operations are tools.")
        .contains("skipped PUT /boats/{id}/photo");
  }

  @Test
  void toolsAreRankedByATextAsTheAgentChoosesThem() throws Exception {
    Path spec = Files.writeString(folder.resolve("harbour-office.json"), harbourOffice());
    Cli run =
        Cli.run("tools", "list", "--json", "--spec", spec, "--search", "cancel a berth", "-k", "2");
    assertThat(run.exitCode()).as(run.out()).isZero();
    JsonNode json = run.json();
    assertThat(json.required("registered").asInt()).isEqualTo(14);
    assertThat(json.required("declared").asInt()).isEqualTo(14);
    assertThat(json.required("tools").findValuesAsString("name"))
        .containsExactlyElementsOf(chosen(spec, "cancel a berth", 2))
        .hasSize(2)
        .startsWith("cancelBerth");
    assertThat(json.at("/tools/0").propertyNames())
        .containsExactly("name", "method", "path", "description", "parameters");
    assertThat(Cli.run("tools", "list", "--spec", spec, "--search", "cancel a berth", "-k", "1"))
        .returns("cancelBerth  DELETE /berth  Cancel a berth\nThe best 1 of 14 tools.\n", Cli::out);
    assertThat(Cli.run("tools", "list", "--spec", spec, "--search", "walrus").out())
        .isEqualTo("None of 14 tools has a word of it.\n");
    JsonNode ten =
        Cli.run("tools", "list", "--json", "--spec", spec, "--search", "cancel list").json();
    assertThat(ten.required("tools").size()).isEqualTo(10);
    JsonNode all =
        Cli.run("tools", "list", "--json", "--spec", spec, "--search", "berth", "-k", "2147483647")
            .json();
    assertThat(all.required("tools").size()).isEqualTo(14);
  }

  /// What the agent's own selector says of the tools of a document.
  private static List<String> chosen(Path spec, String text, int limit) {
    try (RestTools tools =
            RestTools.of(
                List.of(new RestTools.Api(Specification.read(spec), RestSettings.defaults())));
        IndexedToolSelector selector = new IndexedToolSelector(TextIndexes::inMemory)) {
      return selector
          .select(text, tools.tools().stream().map(t -> t.spec()).toList(), limit)
          .stream()
          .map(ToolSpec::name)
          .toList();
    }
  }

  /// Seven things of a harbour, each to list and to cancel.
  private static String harbourOffice() {
    return Stream.of("berth", "pilot", "tug", "crane", "permit", "mooring", "survey")
        .map(
            thing ->
                """
                "/%1$s": {"get": {"operationId": "list%2$s", "summary": "List each %1$s"},
                  "delete": {"operationId": "cancel%2$s", "summary": "Cancel a %1$s"}}"""
                    .formatted(thing, Character.toUpperCase(thing.charAt(0)) + thing.substring(1)))
        .collect(Collectors.joining(",\n", "{\"openapi\": \"3.0.3\", \"paths\": {", "}}"));
  }

  @Test
  void aSearchOfToolsNeedsAText() {
    assertFails(
        Cli.run("tools", "list", "--json", "--spec", harbour(), "-k", "3"), 2, "usage", "--search");
    assertFails(
        Cli.run("tools", "list", "--json", "--spec", harbour(), "--search", " "),
        2,
        "usage",
        "--search is empty");
    assertFails(
        Cli.run("tools", "list", "--json", "--spec", harbour(), "--search", "boat", "-k", "0"),
        2,
        "usage",
        "must be a whole number >= 1");
  }

  @Test
  void aDocumentIsFetchedAndItsServerCalled() {
    Cli listed = Cli.run("tools", "list", "--json", "--spec", base + "/openapi");
    assertThat(listed.json().required("registered").asInt()).isEqualTo(2);
    Cli run = Cli.run("tools", "call", "--json", "--spec", base + "/openapi", "listBoats");
    assertThat(run.json().at("/request/url").asString()).isEqualTo(base + "/boats");
    assertThat(requests.getLast()).isEqualTo("GET /boats null ");
  }

  @Test
  void aReadingCallIsSentAtOnce() {
    Cli run = call("listBoats", "{\"length\": \"7\"}");
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(requests).containsExactly("GET /boats?length=7 null ");
    JsonNode json = run.json();
    assertThat(json.at("/request/method").asString()).isEqualTo("GET");
    assertThat(json.at("/request/url").asString()).isEqualTo(base + "/boats?length=7");
    assertThat(json.at("/request/headers/Accept").asString()).contains("application/json");
    assertThat(json.required("request").required("body").isNull()).isTrue();
    assertThat(json.required("response").toString())
        .isEqualTo("{\"status\":200,\"body\":{\"boats\":[{\"id\":1}]},\"truncated\":false}");
    Cli plain = Cli.run("tools", "call", "--spec", harbour(), "--base-url", base, "listBoats");
    assertThat(plain.out()).isEqualTo("{\"boats\":[{\"id\":1}]}\n");
    assertThat(plain.err()).contains("GET " + base + "/boats");
  }

  @Test
  void anAnswerThatIsAnErrorIsShown() {
    Cli run = call("listBoats", "{\"length\": 404}");
    assertThat(run.exitCode()).isZero();
    assertThat(run.json().at("/response/status").asInt()).isEqualTo(404);
  }

  @Test
  void aChangeWaitsForAnApproval() {
    Cli asked = call("addBoat", "{\"name\": \"Ida\"}");
    assertFails(asked, 4, "approval", "waits for an approval");
    assertThat(asked.json().at("/error/remedy").asString()).contains("--approve all");
    assertFails(
        call("--approve", "never", "addBoat", "{\"name\": \"Ida\"}"), 4, "approval", "never");
    assertThat(requests).isEmpty();
    Cli sent = call("--approve", "all", "addBoat", "{\"name\": \"Ida\"}");
    assertThat(sent.exitCode()).isZero();
    assertThat(requests).containsExactly("POST /boats null {\"name\":\"Ida\"}");
  }

  @Test
  void aDryRunSendsNothing() {
    Cli run = call("--dry-run", "addBoat", "{\"name\": \"Ida\"}");
    assertThat(run.exitCode()).isZero();
    JsonNode request = run.json().required("request");
    assertThat(request.required("body").toString()).isEqualTo("{\"name\":\"Ida\"}");
    assertThat(request.at("/headers/Content-Type").asString()).isEqualTo("application/json");
    assertThat(run.json().has("response")).isFalse();
    assertThat(requests).isEmpty();
    Cli plain =
        Cli.run("tools", "call", "--spec", harbour(), "--base-url", base, "--dry-run", "listBoats");
    assertThat(plain.out()).startsWith("GET " + base + "/boats\n  Accept: ");
  }

  @Test
  void mistakesAreExplained() {
    assertFails(Cli.run("tools", "list", "--json"), 2, "usage", "--spec is missing");
    assertFails(call("addBot", "{}"), 2, "usage", "no tool 'addBot'");
    assertThat(call("addBot", "{}").out()).contains("Did you mean 'addBoat'?");
    assertFails(call("addBoat", "{}"), 2, "tool-arguments", "'name' is missing");
    assertFails(call("addBoat", "{\"name\": 1, \"size\": 2}"), 2, "tool-arguments", "'size'");
    assertFails(run("--base-url", "localhost:80", "listBoats"), 2, "usage", "--base-url");
    assertFails(run("--allow-origin", "x", "listBoats"), 2, "usage", "--allow-origin");
    assertFails(
        Cli.run("tools", "call", "--json", "--spec", harbour(), "listBoats"),
        2,
        "origin-refused",
        "names no server");
    assertFails(
        Cli.run("tools", "list", "--json", "--spec", folder.resolve("none.yaml")),
        2,
        "specification-unreadable",
        "none.yaml");
    assertFails(call("--offline", "listBoats"), 2, "usage", "--offline");
    assertFails(
        Cli.run("tools", "list", "--json", "--offline", "--spec", base + "/openapi"),
        2,
        "usage",
        "--offline");
  }

  @ParameterizedTest
  @ValueSource(strings = {"swagger: '2.0'", "{\"openapi\": \"3.0.0\",", "<html></html>", ""})
  void aDocumentThatIsNoneIsRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("api"), text);
    Cli run = Cli.run("tools", "list", "--json", "--spec", file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.json().at("/error/code").asString()).startsWith("specification-");
  }

  @Test
  void aServerThatDoesNotAnswerFailsTheCall() {
    stop();
    assertFails(call("listBoats"), 1, "call-failed", "refused");
  }

  @Test
  void theConfigurationNamesApisTheirCredentialsAndPolicies() throws Exception {
    Path config = Files.createDirectories(folder.resolve("config"));
    Files.writeString(
        config.resolve("corvid.yaml"),
        """
        corvid:
          apis:
            harbour:
              spec: '%s'
              base-url: %s
              credentials: {token: "${PATH}"}
              policies: {addBoat: allow, listBoats: deny}
              color: blue
        """
            .formatted(harbour(), base));
    Cli sent =
        Cli.runIn(
            folder, "tools", "call", "--json", "--spec", "harbour", "addBoat", "{\"name\":\"I\"}");
    assertThat(sent.exitCode()).as(sent.out() + sent.err()).isZero();
    assertThat(sent.err()).contains("unknown key 'corvid.apis.harbour.color'");
    String token = System.getenv("PATH");
    assertThat(requests.getLast()).startsWith("POST /boats Bearer " + token);
    assertThat(sent.out() + sent.err()).doesNotContain(token);
    assertFails(
        Cli.runIn(folder, "tools", "call", "--json", "--spec", "harbour", "listBoats"),
        4,
        "approval",
        "denies listBoats");
    Files.writeString(config.resolve("corvid.yaml"), "corvid: [");
    assertFails(
        Cli.runIn(folder, "tools", "list", "--json", "--spec", "harbour"),
        2,
        "configuration",
        "corvid.yaml, line");
  }

  @Test
  void controlCharactersOfADocumentDoNotReachTheTerminal() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("api.json"),
            "{\"openapi\": \"3.0.0\", \"paths\": {\"/a\\u001b[2J\": {\"get\": {\"summary\":"
                + " \"x\\u001b[1m\", \"requestBody\": {\"required\": true, \"content\":"
                + " {\"a\\u001b\": {}}}}, \"put\": {\"summary\": \"y\\u001b[1m\"}}}}");
    assertThat(Cli.run("tools", "list", "--spec", file).out()).doesNotContain("\u001b");
  }
}
