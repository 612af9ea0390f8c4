package dev.corvid.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolResult.Status;
import dev.corvid.agent.spi.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests over the wire to a real server.
class CallTests {
  private static final String SECRET = "Kf7+secret/token=";

  private TestServer server;
  private RestSettings settings;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    settings = RestSettings.defaults().withBaseUrl(server.url("/v1").toString());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ToolResult call(String name, String arguments) {
    return call(Samples.specification("aviary.yaml"), name, arguments);
  }

  private ToolResult call(Specification specification, String name, String arguments) {
    try (RestTools tools = RestTools.of(specification, settings)) {
      return Samples.tool(tools, name).call(Samples.prepare(tools, name, arguments));
    }
  }

  @Test
  void aRequestArrivesAsItWasPrepared() {
    server.answer("/v1/birds", 201, "{\"ring\":7,\"name\":\"Rex\"}");
    ToolResult result = call("addBird", "{\"name\": \"Rex å\", \"X-Trace\": \"t1\"}");
    TestServer.Request request = server.last();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo("/v1/birds");
    assertThat(request.body()).isEqualTo("{\"name\":\"Rex å\"}");
    assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(request.headers().getFirst("Accept")).isEqualTo("application/json");
    assertThat(request.headers().getFirst("X-Trace")).isEqualTo("t1");
    assertThat(request.headers().getFirst("Idempotency-Key")).isNotBlank();
    assertThat(request.headers()).doesNotContainKeys("Authorization", "Upgrade");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(result.code()).isEqualTo("201");
    assertThat(result.text()).isEqualTo("{\"ring\":7,\"name\":\"Rex\"}");
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void encodedTextStaysEncodedOnTheWire() {
    call("getBird", "{\"id\": \"a/b ?\"}");
    assertThat(server.last().uri()).isEqualTo("/v1/birds/a%2Fb%20%3F");
    call("listBirds", "{\"species\": [\"a&b\", \"c\"], \"colours\": [\"x\", \"y\"], \"limit\": 3}");
    assertThat(server.last().uri())
        .isEqualTo("/v1/birds?limit=3&species=a%26b&species=c&colours=x,y");
  }

  @Test
  void aRequestOfAnotherProcessIsSentAsItIs() {
    server.answer("/v1/birds", 201, "{}");
    ToolRequest request;
    try (RestTools tools = RestTools.of(Samples.specification("aviary.yaml"), settings)) {
      request = Samples.prepare(tools, "addBird", "{\"name\": \"Rex\"}");
    }
    try (RestTools tools = RestTools.of(Samples.specification("aviary.yaml"), settings)) {
      Samples.tool(tools, "addBird").call(request);
      Samples.tool(tools, "addBird").call(request);
    }
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(0).headers().getFirst("Idempotency-Key"))
        .isEqualTo(server.requests().get(1).headers().getFirst("Idempotency-Key"));
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "404", "409", "429", "500", "503"})
  void anAnswerIsAnAnswerWhateverItsStatus(int status) {
    server.answer("/v1/birds", status, "{\"error\": \"no room\"}");
    ToolResult result = call("addBird", "{\"name\": \"Rex\"}");
    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.code()).isEqualTo(Integer.toString(status));
    assertThat(result.text()).isEqualTo("{\"error\":\"no room\"}");
  }

  @Test
  void anEmptyAnswerSaysSo() {
    server.answer("/v1/birds/1", 204, "");
    assertThat(call("removeBird", "{\"id\": \"1\"}").text()).isEqualTo("(done, no content)");
    server.answer("/v1/birds", 201, "Location", "/v1/birds/9");
    assertThat(call("addBird", "{\"name\": \"R\"}").text()).isEqualTo("(done, see /v1/birds/9)");
    server.answer("/v1/birds", 401, "");
    assertThat(call("addBird", "{\"name\": \"R\"}").text())
        .isEqualTo("(refused: no credentials for token)");
    assertThat(call("getBird", "{\"id\": \"2\"}").text()).isEqualTo("(status 404, no content)");
  }

  @Test
  void noConnectionMeansThatNothingHappened() {
    server.close();
    ToolResult result = call("addBird", "{\"name\": \"Rex\"}");
    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.code()).isEqualTo("no answer");
    assertThat(result.text()).contains("refused");
  }

  @Test
  void aServerThatHangsIsLeftAndAChangeMayHaveHappened() throws InterruptedException {
    settings = settings.withTimeout(Duration.ofMillis(300));
    CountDownLatch end = new CountDownLatch(1);
    server.handle("/v1/birds", exchange -> await(end));
    ToolResult read = call("listBirds", "{}");
    assertThat(read.status()).isEqualTo(Status.ERROR);
    assertThat(read.text()).contains("no answer within");
    ToolResult write = call("addBird", "{\"name\": \"Rex\"}");
    assertThat(write.status()).isEqualTo(Status.UNKNOWN);
    assertThat(write.text()).contains("It may have happened");
    end.countDown();
  }

  @Test
  void aConnectionThatIsLostLeavesAChangeUnknown() {
    server.handle("/v1/birds", exchange -> exchange.close());
    assertThat(call("listBirds", "{}").status()).isEqualTo(Status.ERROR);
    assertThat(call("addBird", "{\"name\": \"Rex\"}").status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void onceTheStatusIsKnownTheRestMayBeMissing() {
    settings = settings.withTimeout(Duration.ofMillis(500));
    CountDownLatch end = new CountDownLatch(1);
    server.handle(
        "/v1/birds",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(201, 1_000);
          exchange.getResponseBody().write("[{\"ring\":1},{\"ri".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          await(end);
        });
    ToolResult result = call("addBird", "{\"name\": \"Rex\"}");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(result.code()).isEqualTo("201");
    assertThat(result.text()).isEqualTo("[{\"ring\":1},{}]");
    assertThat(result.truncated()).isTrue();
    end.countDown();
  }

  @Test
  void ofAHugeAnswerOnlyTheBeginningIsRead() {
    AtomicLong sent = new AtomicLong();
    server.handle(
        "/v1/birds",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write('[');
            byte[] piece = "{\"name\":\"Rex\"},".repeat(5_000).getBytes(StandardCharsets.UTF_8);
            while (sent.get() < 100_000_000) {
              out.write(piece);
              sent.addAndGet(piece.length);
            }
          }
        });
    ToolResult result = call("listBirds", "{}");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(result.truncated()).isTrue();
    assertThat(result.text())
        .startsWith("[{\"name\":\"Rex\"}")
        .hasSizeLessThan(2_001)
        .contains("more of");
    assertThat(sent.get()).isLessThan(30_000_000);
  }

  @Test
  void pagesAndPicturesAreDescribed() {
    server.answer(
        "/v1/birds",
        200,
        "<!DOCTYPE html><html><head><title>Sign\nin</title></head></html>",
        "Content-Type",
        "text/html");
    assertThat(call("listBirds", "{}").text()).isEqualTo("(an HTML page, 63 bytes: Sign in)");
    server.answer("/v1/birds", 200, "\u0000PNG", "Content-Type", "image/png");
    assertThat(call("listBirds", "{}").text()).isEqualTo("(image/png, 4 bytes)");
    server.answer("/v1/birds", 200, "plain\u001b[2J text", "Content-Type", "text/plain");
    assertThat(call("listBirds", "{}").text()).isEqualTo("plain[2J text");
  }

  @Test
  void textIsReadInItsCharset() {
    server.handle(
        "/v1/birds",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=ISO-8859-1");
          exchange.sendResponseHeaders(200, 3);
          exchange.getResponseBody().write(new byte[] {(byte) 0xe5, 'n', 'd'});
          exchange.close();
        });
    assertThat(call("listBirds", "{}").text()).isEqualTo("ånd");
  }

  @Test
  void whatComesCompressedIsUnpackedUpToTheLimit() {
    server.handle(
        "/v1/birds",
        exchange -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write('[');
            for (int i = 0; i < 100_000; i++) {
              gzip.write("{\"name\":\"Rex\"},".repeat(10).getBytes(StandardCharsets.UTF_8));
            }
          }
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, bytes.size());
          exchange.getResponseBody().write(bytes.toByteArray());
          exchange.close();
        });
    ToolResult result = call("listBirds", "{}");
    assertThat(result.text()).startsWith("[{\"name\":\"Rex\"}").hasSizeLessThan(2_001);
    assertThat(result.truncated()).isTrue();
  }

  @Test
  void redirectsAreFollowedWithinTheOrigin() {
    server.answer("/v1/birds/1", 301, "Location", "/v1/birds/2?x=1");
    server.answer("/v1/birds/2", 200, "{\"name\":\"Rex\"}");
    assertThat(call("getBird", "{\"id\": \"1\"}").text()).isEqualTo("{\"name\":\"Rex\"}");
    server.answer("/v1/birds", 303, "Location", "birds/2");
    ToolResult posted = call("addBird", "{\"name\": \"Rex\"}");
    assertThat(posted.text()).isEqualTo("{\"name\":\"Rex\"}");
    assertThat(server.last().method()).isEqualTo("GET");
    assertThat(server.last().body()).isEmpty();
    server.answer("/v1/birds", 307, "Location", "/v1/birds/2");
    assertThat(call("addBird", "{\"name\": \"Rex\"}").code()).isEqualTo("307");
    server.answer("/v1/birds/1", 302, "Location", "/v1/birds/1");
    assertThat(call("getBird", "{\"id\": \"1\"}").text()).contains("not followed");
  }

  @Test
  void redirectsToAnotherOriginAreNotFollowed() throws IOException {
    try (TestServer other = new TestServer()) {
      settings = settings.withCredential("token", Secret.of(SECRET));
      server.answer("/v1/birds/1", 302, "Location", other.url("/stolen").toString());
      ToolResult result = call("getBird", "{\"id\": \"1\"}");
      assertThat(result.status()).isEqualTo(Status.ERROR);
      assertThat(result.code()).isEqualTo("302");
      assertThat(result.text()).contains("redirects to " + other.url("/stolen"), "not followed");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void anInterruptEndsACall() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    server.handle(
        "/v1/birds",
        exchange -> {
          asked.countDown();
          await(end);
        });
    Thread caller = Thread.currentThread();
    Thread.ofVirtual()
        .start(
            () -> {
              await(asked);
              caller.interrupt();
            });
    assertThatThrownBy(() -> call("listBirds", "{}")).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    end.countDown();
  }

  @Test
  void aCallForAUserGoesWithHisCredentials() {
    settings =
        settings
            .withCredential("token", Secret.of(SECRET))
            .withUserCredentials(
                (user, scheme) ->
                    user.equals("ann") && scheme.equals("token")
                        ? Optional.of(Secret.of("anns-own-token"))
                        : Optional.empty());
    server.answer("/v1/birds", 200, "{\"echo\":\"anns-own-token\"}");
    try (RestTools tools = RestTools.of(Samples.specification("aviary.yaml"), settings)) {
      Tool list = Samples.tool(tools, "listBirds");
      ToolResult anns = list.call(list.prepare(new ToolCall("c", "listBirds", "{}", "ann")));
      assertThat(server.last().headers().getFirst("Authorization"))
          .isEqualTo("Bearer anns-own-token");
      assertThat(anns.text()).isEqualTo("{\"echo\":\"***\"}");
      for (String other : List.of("ben", "")) {
        list.call(list.prepare(new ToolCall("c", "listBirds", "{}", other)));
        assertThat(server.last().headers().getFirst("Authorization")).isEqualTo("Bearer " + SECRET);
      }
    }
  }

  @Test
  void credentialsAreOnTheWireAndNowhereElse() {
    settings = settings.withCredential("token", Secret.of(SECRET));
    server.handle(
        "/v1/birds",
        exchange -> {
          String echo =
              "{\"auth\": \"%s\", \"%s\": [\"x %s\"], \"json\": \"Kf7+secret\\/token=\"}"
                  .formatted(
                      exchange.getRequestHeaders().getFirst("Authorization"), SECRET, SECRET);
          byte[] bytes = echo.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    try (RestTools tools = RestTools.of(Samples.specification("aviary.yaml"), settings)) {
      ToolRequest request = Samples.prepare(tools, "listBirds", "{}");
      ToolResult result = Samples.tool(tools, "listBirds").call(request);
      assertThat(server.last().headers().getFirst("Authorization")).isEqualTo("Bearer " + SECRET);
      assertThat(result.text())
          .isEqualTo("{\"auth\":\"Bearer ***\",\"***\":[\"x ***\"],\"json\":\"***\"}");
      assertThat(request.toString() + settings + tools + Samples.tool(tools, "listBirds"))
          .doesNotContain(SECRET);
    }
    call("removeBird", "{\"id\": \"1\"}");
    assertThat(server.last().headers()).doesNotContainKey("Authorization");
  }

  @Test
  void keysAndPasswordsGoWhereTheirSchemeSays() {
    Specification specification =
        Samples.written(
            """
            openapi: 3.0.0
            security: [{none: []}, {query: [], header: [], basic: []}]
            paths:
              /a: {get: {operationId: get, parameters: [{name: q, in: query, schema: {}}]}}
              /b: {get: {operationId: session, security: [{cookie: []}]}}
            components:
              securitySchemes:
                none: {type: apiKey, in: header, name: X-None}
                query: {type: apiKey, in: query, name: "key[]"}
                header: {type: apiKey, in: header, name: X-Key}
                basic: {type: http, scheme: Basic}
                cookie: {type: apiKey, in: cookie, name: sid}
            """);
    settings =
        settings
            .withCredential("query", Secret.of("q&1234"))
            .withCredential("HEADER", Secret.of("h-1234"))
            .withCredential("basic", Secret.of("me:pass:word"))
            .withCredential("cookie", Secret.of("c-1234"));
    ToolResult result = call(specification, "get", "{\"q\": 1}");
    assertThat(result.code()).isEqualTo("404");
    assertThat(server.last().uri()).isEqualTo("/v1/a?q=1&key%5B%5D=q%261234");
    assertThat(server.last().headers().getFirst("X-Key")).isEqualTo("h-1234");
    assertThat(server.last().headers().getFirst("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("me:pass:word".getBytes(StandardCharsets.UTF_8)));
    call(specification, "session", "{}");
    assertThat(server.last().headers().getFirst("Cookie")).isEqualTo("sid=c-1234");
    server.answer("/v1/a", 302, "Location", "https://other.example/?key=q%261234&p=pass:word");
    assertThat(call(specification, "get", "{}").text())
        .contains("https://other.example/?key=***&p=***");
  }

  @Test
  void aSecretShowsItselfNowhere() {
    assertThat(Secret.of(" abc ").toString()).isEqualTo("***");
    assertThat(Secret.of("abc")).isEqualTo(Secret.of("abc ")).isNotEqualTo(Secret.of("abd"));
    for (String wrong : new String[] {"", "  ", "a\nb"}) {
      assertThatThrownBy(() -> Secret.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
