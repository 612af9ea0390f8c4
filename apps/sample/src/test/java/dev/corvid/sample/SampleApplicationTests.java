package dev.corvid.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Admission;
import dev.corvid.agent.ForwardingLanguageModel;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.test.ScriptedLanguageModel;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The sample as it is started, asked over HTTP.
@Timeout(300)
class SampleApplicationTests {
  @TempDir Path home;

  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  private ConfigurableApplicationContext start(SpringApplicationBuilder builder, String... more)
      throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    // As on the command line: the application's own file goes over properties of the builder.
    return builder.run(
        Stream.concat(
                Stream.of(
                    "server.port=" + port,
                    "corvid.documents.folders=handbook",
                    "corvid.documents.index=" + home.resolve("index"),
                    "spring.main.banner-mode=off",
                    "management.endpoint.health.show-details=always"),
                Stream.of(more))
            .map("--"::concat)
            .toArray(String[]::new));
  }

  private static SpringApplicationBuilder withSmallModel() {
    return new SpringApplicationBuilder(SampleApplication.class)
        .properties("corvid.model.name=smollm2-135m", "corvid.model.pull=true");
  }

  private SpringApplicationBuilder with(LanguageModel model) {
    return new SpringApplicationBuilder(SampleApplication.class)
        .properties("corvid.home=" + home)
        .initializers(
            context ->
                ((GenericApplicationContext) context)
                    .registerBean(LanguageModel.class, () -> model));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(port, path)));
  }

  private HttpRequest post(String path, String text) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                JsonMapper.shared().createObjectNode().put("text", text).toString()))
        .build();
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode ok(HttpRequest request) throws Exception {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  @Test
  void theShopAnswersFromItsHandbookAndShowsItsTools() throws Exception {
    try (var context = start(withSmallModel())) {
      JsonNode answer = ok(post("/ask", "How often are dogs fed?"));
      assertThat(answer.path("status").asString()).isIn("ANSWERED", "UNSUPPORTED", "UNKNOWN");
      assertThat(answer.path("answer").asString()).isNotBlank();

      JsonNode state = ok(request("/actuator/corvid").build());
      assertThat(state.path("model").asString()).isEqualTo("smollm2-135m");
      assertThat(state.path("tools").valueStream().map(tool -> tool.path("name").asString()))
          .containsExactly("listPets", "addPet", "openingHours");
      assertThat(state.at("/index/documents").asInt()).isOne();

      for (String meter :
          List.of(
              "gen_ai.invoke_agent.duration",
              "gen_ai.retrieval.duration",
              "gen_ai.client.operation.duration",
              "gen_ai.client.token.usage")) {
        JsonNode metric = ok(request("/actuator/metrics/" + meter).build());
        assertThat(metric.at("/measurements/0/value").asDouble()).as(meter).isPositive();
      }
      ok(request("/actuator/metrics/corvid.admission.waiting").build());

      JsonNode health = ok(request("/actuator/health").build());
      assertThat(health.at("/components/corvid/status").asString()).isEqualTo("UP");
      assertThat(context.isActive()).isTrue();
    }
  }

  @Test
  void aTaskIsDoneOverTheShopsOwnApiAndItsMethods() throws Exception {
    LanguageModel model =
        ScriptedLanguageModel.acting(
            ScriptedLanguageModel.plan("listPets", "openingHours"),
            ScriptedLanguageModel.call("listPets", "{\"kind\":\"dog\"}"),
            ScriptedLanguageModel.call("openingHours", "{\"day\":\"SUNDAY\"}"),
            "There is one dog, and the shop is closed on Sunday.");
    try (var context = start(with(model))) {
      JsonNode report =
          ok(post("/run", "Which dogs are there, and when is the shop open on Sunday?"));
      assertThat(report.path("status").asString()).isEqualTo("DONE");
      assertThat(report.at("/steps/0/result").asString()).contains("Bello").doesNotContain("Minka");
      assertThat(report.at("/steps/1/result").asString()).isEqualTo("closed");
      assertThat(context.isActive()).isTrue();
    }
  }

  @Test
  void aWriteWaitsForAWord() throws Exception {
    LanguageModel model =
        ScriptedLanguageModel.acting(
            ScriptedLanguageModel.plan("addPet"),
            ScriptedLanguageModel.call("addPet", "{\"name\":\"Rex\",\"kind\":\"dog\"}"),
            "Rex was added.");
    try (var context = start(with(model))) {
      JsonNode report = ok(post("/run", "Add a dog called Rex"));
      assertThat(report.path("status").asString()).isEqualTo("APPROVAL");
      assertThat(report.at("/waiting/request/body").asString())
          .isEqualTo("{\"name\":\"Rex\",\"kind\":\"dog\"}");
      assertThat(ok(request("/pets").build())).hasSize(3);
      assertThat(context.isActive()).isTrue();
    }
  }

  @Test
  void aFullQueueIsAnsweredAtOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    LanguageModel slow = slow(begun, held, () -> {});
    try (var context = start(with(slow), "corvid.model.queue=0")) {
      CompletableFuture<HttpResponse<String>> first =
          client.sendAsync(
              post("/ask", "How often are dogs fed?"), HttpResponse.BodyHandlers.ofString());
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

      HttpResponse<String> second = send(post("/ask", "How often are cats fed?"));

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.body()).contains("\"code\":\"busy\"");
      assertThat(second.headers().firstValue("Retry-After")).contains("5");

      HttpResponse<String> third = send(post("/ask/stream", "How often are cats fed?"));
      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.body()).contains("\"code\":\"busy\"");
      assertThat(third.headers().firstValue("Retry-After")).contains("5");
      held.countDown();
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(context.isActive()).isTrue();
    }
  }

  @Test
  void anAnswerComesInPieces() throws Exception {
    LanguageModel model =
        ScriptedLanguageModel.replies("Dogs are fed twice a day, at 8 in the morning.")
            .scoring((prompt, continuation) -> -10);
    try (var context = start(with(model))) {
      HttpResponse<String> response = send(post("/ask/stream", "How often are dogs fed?"));
      assertThat(response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      List<String> events =
          response.body().lines().filter(line -> line.startsWith("event:")).toList();
      assertThat(events).startsWith("event:Retrieved").endsWith("event:Finished", "event:Done");
      assertThat(events).filteredOn("event:TextWritten"::equals).hasSizeGreaterThan(1);
      assertThat(response.body()).contains("\"status\":\"ANSWERED\"");
      assertThat(context.isActive()).isTrue();
    }
  }

  @Test
  void aClientThatLeavesEndsItsRun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    LanguageModel slow = slow(begun, new CountDownLatch(1), cancelled::countDown);
    try (var context = start(with(slow))) {
      Admission admission = context.getBean(Admission.class);
      try (Socket working = streaming("How often are dogs fed?")) {
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        try (Socket waiting = streaming("How often are cats fed?")) {
          eventually(() -> admission.waiting() == 1);
          assertThat(waiting.isConnected()).isTrue();
        }
        // One that waits leaves the queue, too.
        eventually(() -> admission.waiting() == 0);
        assertThat(admission.free()).isZero();
        assertThat(working.isConnected()).isTrue();
      }
      assertThat(cancelled.await(1, TimeUnit.MINUTES)).isTrue();
      eventually(() -> admission.free() == 1);
    }
  }

  /// A connection over which a question was sent, with nothing read: closing it is all that the
  /// server may notice.
  private Socket streaming(String question) throws IOException {
    Socket socket = new Socket("localhost", port);
    String body = JsonMapper.shared().createObjectNode().put("text", question).toString();
    socket
        .getOutputStream()
        .write(
            """
            POST /ask/stream HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/json\r
            Content-Length: %d\r
            \r
            %s"""
                .formatted(body.length(), body)
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void whatIsAskedWhileTheApplicationStopsIsAnsweredBeforeItsPartsAreClosed() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    Queue<String> order = new ConcurrentLinkedQueue<>();
    LanguageModel slow = slow(begun, held, () -> {});
    var context = start(with(closing(slow, () -> order.add("model closed"))));
    context.addApplicationListener(
        (ApplicationListener<ContextClosedEvent>) event -> order.add("stopping"));
    CompletableFuture<Void> asked =
        client
            .sendAsync(
                post("/ask/stream", "How often are dogs fed?"),
                HttpResponse.BodyHandlers.ofString())
            .thenAccept(
                response -> order.add(response.body().contains("event:Done") ? "done" : "cut off"));
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

    Thread stop = Thread.ofPlatform().start(context::close);
    eventually(() -> order.contains("stopping"));
    held.countDown();
    stop.join();
    asked.get(1, TimeUnit.MINUTES);

    assertThat(order).startsWith("stopping").endsWith("model closed").contains("done");
  }

  @Test
  void whatTakesTooLongIsCutOffBeforeTheModelIsClosed() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Queue<String> order = new ConcurrentLinkedQueue<>();
    LanguageModel slow = slow(begun, new CountDownLatch(1), () -> order.add("cut off"));
    var context =
        start(
            with(closing(slow, () -> order.add("model closed"))),
            "spring.lifecycle.timeout-per-shutdown-phase=1s");
    try (Socket working = streaming("How often are dogs fed?")) {
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
      context.close();
      assertThat(working.isConnected()).isTrue();
    }
    assertThat(order).containsExactly("cut off", "model closed");
  }

  /// A model that says when it began, and then waits.
  ///
  /// @param held until it may go on
  /// @param onInterrupt what it does if it may not
  private static LanguageModel slow(
      CountDownLatch begun, CountDownLatch held, Runnable onInterrupt) {
    return ScriptedLanguageModel.replies("Dogs are fed twice a day.")
        .scoring(
            (prompt, continuation) -> {
              begun.countDown();
              try {
                held.await();
              } catch (InterruptedException e) {
                onInterrupt.run();
                throw new CancellationException("interrupted");
              }
              return -10;
            });
  }

  /// The model, telling when it is closed.
  private static LanguageModel closing(LanguageModel model, Runnable onClose) {
    return new ForwardingLanguageModel(model) {
      @Override
      public void close() {
        onClose.run();
      }
    };
  }
}
