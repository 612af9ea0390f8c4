package dev.corvid.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.test.ScriptedLanguageModel;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
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
    LanguageModel slow =
        ScriptedLanguageModel.replies("Dogs are fed twice a day.")
            .scoring(
                (prompt, continuation) -> {
                  begun.countDown();
                  try {
                    held.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return -10;
                });
    try (var context = start(with(slow), "corvid.model.queue=0")) {
      CompletableFuture<HttpResponse<String>> first =
          client.sendAsync(
              post("/ask", "How often are dogs fed?"), HttpResponse.BodyHandlers.ofString());
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

      HttpResponse<String> second = send(post("/ask", "How often are cats fed?"));

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.body()).contains("\"code\":\"busy\"");
      held.countDown();
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(context.isActive()).isTrue();
    }
  }
}
