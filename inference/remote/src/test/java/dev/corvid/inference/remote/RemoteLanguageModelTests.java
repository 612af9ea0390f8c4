package dev.corvid.inference.remote;

import static dev.corvid.inference.remote.ScriptedServer.chunk;
import static dev.corvid.inference.remote.ScriptedServer.end;
import static dev.corvid.inference.remote.ScriptedServer.error;
import static dev.corvid.inference.remote.ScriptedServer.events;
import static dev.corvid.inference.remote.ScriptedServer.json;
import static dev.corvid.inference.remote.ScriptedServer.reply;
import static dev.corvid.inference.remote.ScriptedServer.send;
import static dev.corvid.inference.remote.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.CorvidException;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A model against a server that speaks the protocol, well and badly.
@Timeout(60)
class RemoteLanguageModelTests {
  private static final Prompt CHAT =
      Prompt.chat(Message.system("Be brief."), Message.user("Name a bird."));

  private static final Constraint BIRD =
      Constraint.JsonSchema.lenient("{\"type\":\"object\",\"properties\":{\"name\":{}}}");

  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server = ScriptedServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RemoteLanguageModel model(UnaryOperator<RemoteSettings> change) {
    return RemoteLanguageModel.open(
        change.apply(RemoteSettings.of(server.url()).withModel("crow-1b").withRetries(0)));
  }

  private RemoteLanguageModel model() {
    return model(settings -> settings);
  }

  private Completion generate(GenerationOptions options) {
    try (RemoteLanguageModel model = model()) {
      return model.generate(CHAT, options, GenerationListener.SILENT);
    }
  }

  private Completion generate() {
    return generate(GenerationOptions.greedy(20));
  }

  private RemoteException failure() {
    return failure(settings -> settings);
  }

  private RemoteException failure(UnaryOperator<RemoteSettings> change) {
    AtomicReference<RemoteException> failure = new AtomicReference<>();
    try (RemoteLanguageModel model = model(change)) {
      assertThatThrownBy(
              () -> model.generate(CHAT, GenerationOptions.greedy(20), GenerationListener.SILENT))
          .isInstanceOfSatisfying(RemoteException.class, failure::set);
    }
    RemoteException e = failure.get();
    assertThat(e.remedy()).isNotBlank();
    assertThat(e.getMessage()).hasSizeLessThan(500);
    assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
    return e;
  }

  // What is asked, and how the answer is read.

  @Test
  void textIsPassedOnAsItComes() {
    server.onChat(reply("A ", "", "rav", "en \uD83D", "\uDC26."));
    List<String> pieces = new ArrayList<>();
    Completion completion;
    try (RemoteLanguageModel model = model()) {
      completion = model.generate(CHAT, GenerationOptions.greedy(20), heard(pieces));
    }
    assertThat(completion.text()).isEqualTo("A raven 🐦.");
    assertThat(pieces).containsExactly("A ", "rav", "en ", "🐦.");
    assertThat(completion.stopReason()).isEqualTo(StopReason.END);
    assertThat(completion.tokens()).isEmpty();
    assertThat(completion.usage().completionTokens()).isEqualTo(4);
  }

  private static GenerationListener heard(List<String> pieces) {
    return new GenerationListener() {
      @Override
      public void text(String piece) {
        pieces.add(piece);
      }
    };
  }

  @Test
  void bytesOfACharacterMayComeApart() {
    byte[] bytes =
        ("data: " + chunk("né 😀") + "\n\ndata: " + end("stop") + "\n\n")
            .getBytes(StandardCharsets.UTF_8);
    server.onChat(
        (exchange, request) -> {
          try (OutputStream out = stream(exchange)) {
            for (byte b : bytes) {
              out.write(b);
              out.flush();
            }
          }
        });
    assertThat(generate().text()).isEqualTo("né 😀");
  }

  @Test
  void theRequestSaysWhatTheOptionsSay() {
    server.onChat(reply("x"));
    generate(
        new GenerationOptions(
            9, 0.5, 40, 0.9, 0.1, 7, List.of("a", "b", "c", "d", "e"), Constraint.NONE));
    JsonNode body = server.chats().getFirst();
    assertThat(body.toString())
        .isEqualTo(
            "{\"model\":\"crow-1b\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"Name a bird.\"}],\"max_tokens\":9,\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true},\"temperature\":0.5,\"top_p\":0.9,"
                + "\"top_k\":40,\"min_p\":0.1,\"seed\":7,\"stop\":[\"a\",\"b\",\"c\",\"d\"]}");
  }

  @Test
  void bareTextIsContinued() {
    server.on(
        "/v1/completions",
        events(
            "{\"choices\":[{\"text\":\" 11,\",\"finish_reason\":null}]}",
            "{\"choices\":[{\"text\":\" 12\",\"finish_reason\":\"length\"}]}",
            "[DONE]"));
    try (RemoteLanguageModel model = model()) {
      Completion completion =
          model.generate(
              Prompt.text("10,"), GenerationOptions.greedy(4), GenerationListener.SILENT);
      assertThat(completion.text()).isEqualTo(" 11, 12");
      assertThat(completion.stopReason()).isEqualTo(StopReason.LENGTH);
    }
    assertThat(server.asked("/v1/completions").getFirst().path("prompt").asString())
        .isEqualTo("10,");
  }

  @Test
  void theServersCountIsTheUsage() {
    server.onChat(
        events(
            chunk("a"),
            end("stop"),
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":2,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":16}}}",
            "[DONE]"));
    assertThat(generate().usage())
        .hasToString("Usage[promptTokens=21, cachedTokens=16, completionTokens=2]");
  }

  @Test
  void aServerThatDoesNotStreamIsUnderstood() {
    server.onChat(
        json(
            200,
            "{\"choices\":[{\"message\":{\"content\":\"A crow.\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}"));
    assertThat(generate().text()).isEqualTo("A crow.");
  }

  @Test
  void aStopStringEndsTheTextEvenIfTheServerDoesNotKnowIt() {
    server.onChat(reply("one ", "two", " three", " four"));
    Completion completion = generate(GenerationOptions.greedy(9).withStop(List.of("o th")));
    assertThat(completion.text()).isEqualTo("one tw");
    assertThat(completion.stopReason()).isEqualTo(StopReason.STOP);
  }

  @Test
  void aServerMayTellThatItFoundAStopString() {
    server.onChat(
        events(
            chunk("one"),
            "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",\"stop_reason\":\"\\n\"}]}"));
    assertThat(generate(GenerationOptions.greedy(9).withStop(List.of("\n"))).stopReason())
        .isEqualTo(StopReason.STOP);
  }

  @Test
  void aServerThatWritesForEverIsLeft() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    server.onChat(forEver("data: " + chunk("word ".repeat(20)) + "\n\n", left));
    Completion completion = generate(GenerationOptions.greedy(5));
    assertThat(completion.stopReason()).isEqualTo(StopReason.LENGTH);
    assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /// Sends the same text again and again, and counts down when the client has hung up.
  private static ScriptedServer.Answer forEver(String text, CountDownLatch left) {
    return (exchange, request) -> {
      try (OutputStream out = stream(exchange)) {
        while (true) {
          send(out, text);
        }
      } catch (IOException e) {
        left.countDown();
        throw e;
      }
    };
  }

  // What servers do not understand.

  @Test
  void aSchemaGoesAlongAsOpenAiWantsIt() {
    server.onChat(reply("{\"name\":", "\"crow\"}"));
    List<String> pieces = new ArrayList<>();
    try (RemoteLanguageModel model = model()) {
      Completion completion =
          model.generate(CHAT, GenerationOptions.greedy(9).withConstraint(BIRD), heard(pieces));
      assertThat(completion.stopReason()).isEqualTo(StopReason.CONSTRAINT);
    }
    assertThat(pieces).containsExactly("{\"name\":\"crow\"}");
    assertThat(server.chats().getFirst().path("response_format").toString())
        .isEqualTo(
            "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"reply\",\"schema\":"
                + "{\"type\":\"object\",\"properties\":{\"name\":{}}},\"strict\":false}}");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'response_format.type must be text'",
    "400, bad request",
    "422, Unprocessable",
    "500, 'response_format type must be one of text or json_object'"
  })
  void aServerThatRefusesSchemasIsAskedMoreWeaklyAndThatIsRemembered(int status, String message) {
    server.onChat(
        error(status, message),
        error(status, message),
        error(status, message),
        reply("Sure:\n```json\n{\"name\": \"crow\"}\n```"),
        reply("none"));
    GenerationOptions options = GenerationOptions.greedy(9).withConstraint(BIRD);
    try (RemoteLanguageModel model = model()) {
      assertThat(model.generate(CHAT, options, GenerationListener.SILENT).text())
          .isEqualTo("{\"name\": \"crow\"}");
      Completion none = model.generate(CHAT, options, GenerationListener.SILENT);
      assertThat(none.text()).isEqualTo("none");
      assertThat(none.stopReason()).isEqualTo(StopReason.END);
    }
    assertThat(
            server.chats().stream()
                .map(body -> body.path("response_format").path("type").asString("-"))
                .toList())
        .containsExactly("json_schema", "json_object", "json_object", "-", "-");
  }

  @Test
  void aRefusalThatIsAboutSomethingElseIsToldAndNothingIsLearnt() {
    server.onChat(error(400, "the moon is full"));
    GenerationOptions options = GenerationOptions.greedy(9).withConstraint(BIRD);
    try (RemoteLanguageModel model = model()) {
      assertThatThrownBy(() -> model.generate(CHAT, options, GenerationListener.SILENT))
          .isInstanceOf(RemoteException.Refused.class)
          .hasMessageContaining("the moon is full");
      server.onChat(reply("{}"));
      model.generate(CHAT, options, GenerationListener.SILENT);
    }
    assertThat(server.chats().getLast().path("response_format").path("type").asString())
        .isEqualTo("json_schema");
  }

  @Test
  void aFailureOfTheServerIsNoRefusalOfTheSchema() {
    server.onChat(error(500, "out of memory"));
    assertThatThrownBy(() -> generate(GenerationOptions.greedy(9).withConstraint(BIRD)))
        .isInstanceOf(RemoteException.Refused.class)
        .hasMessageContaining("it failed (500): out of memory");
    assertThat(server.chats()).hasSize(1);
  }

  @Test
  void parametersThatAServerDoesNotKnowAreLeftOut() {
    server.onChat(
        error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        error(400, "unknown field stream_options"),
        error(422, "'temperature' does not support 0"),
        reply("a"));
    try (RemoteLanguageModel model = model()) {
      model.generate(CHAT, GenerationOptions.greedy(9), GenerationListener.SILENT);
      model.generate(CHAT, GenerationOptions.greedy(8), GenerationListener.SILENT);
    }
    assertThat(server.chats()).hasSize(5);
    JsonNode last = server.chats().getLast();
    assertThat(last.has("stream_options")).isFalse();
    assertThat(last.has("temperature")).isFalse();
    assertThat(last.has("max_tokens")).isFalse();
    assertThat(last.path("max_completion_tokens").asInt()).isEqualTo(8);
  }

  // Scores.

  private static String listed(String... tokens) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      all.add("{\"token\":\"%s\",\"logprob\":%s}".formatted(tokens[i], -1 - i));
    }
    return "{\"choices\":[{\"message\":{\"content\":\"x\"},\"logprobs\":{\"content\":[{\"token\":\"%s\",\"logprob\":-1,\"top_logprobs\":[%s]}]}}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":1}}"
        .formatted(tokens[0], String.join(",", all));
  }

  @Test
  void aPromptIsAskedForItsFirstTokensOnce() {
    server.onChat(json(200, listed("Yes", "No", "yes")));
    try (RemoteLanguageModel model = model()) {
      Score yes = model.score(CHAT, "yes", GenerationListener.SILENT);
      assertThat(yes.logProbabilities()).containsExactly(-3.0);
      assertThat(yes.usage())
          .hasToString("Usage[promptTokens=12, cachedTokens=0, completionTokens=0]");
      Score no = model.score(CHAT, "no", GenerationListener.SILENT);
      assertThat(no.first()).isEqualTo(-3 - FirstTokens.UNLISTED);
      assertThat(no.usage().cachedTokens()).isEqualTo(12);
      model.score(Prompt.chat(Message.user("Other?")), "No", GenerationListener.SILENT);
    }
    assertThat(server.chats()).hasSize(2);
    JsonNode body = server.chats().getFirst();
    assertThat(body.path("max_tokens").asInt()).isEqualTo(1);
    assertThat(body.path("logprobs").asBoolean()).isTrue();
    assertThat(body.path("top_logprobs").asInt()).isEqualTo(20);
    assertThat(body.has("stream")).isFalse();
  }

  @Test
  void tokensOfBareTextAreListedInTheOldForm() {
    server.on(
        "/v1/completions",
        json(
            200,
            "{\"choices\":[{\"text\":\" 4\",\"logprobs\":{\"tokens\":[\" 4\"],\"top_logprobs\":"
                + "[{\" 4\":-0.25,\" \":-2.5}]}}]}"));
    try (RemoteLanguageModel model = model()) {
      assertThat(model.score(Prompt.text("3,"), " 4", GenerationListener.SILENT).first())
          .isEqualTo(-0.25);
    }
  }

  @Test
  void withoutLogProbabilitiesOneReplyDecides() {
    server.onChat(
        json(200, "{\"choices\":[{\"message\":{\"content\":\"Yes\"},\"logprobs\":null}]}"),
        reply("Yes", "."));
    assertDecidedByReply();
    assertThat(server.chats()).hasSize(2);
  }

  @Test
  void aServerThatRefusesToListIsNotAskedAgain() {
    server.onChat(error(500, "logprobs is not supported"), reply("Yes", "."));
    assertDecidedByReply();
    assertThat(server.chats()).hasSize(2);
  }

  private void assertDecidedByReply() {
    try (RemoteLanguageModel model = model()) {
      assertThat(model.score(CHAT, "Yes", GenerationListener.SILENT).first())
          .isCloseTo(Math.log(0.99), within(1e-9));
      assertThat(model.score(CHAT, "No", GenerationListener.SILENT).first())
          .isCloseTo(Math.log(0.01), within(1e-9));
    }
  }

  // Counting.

  @Test
  void aServerThatCountsIsAsked() {
    server.on("/tokenize", json(200, "{\"tokens\":[1,2,3]}"));
    try (RemoteLanguageModel model = model()) {
      assertThat(model.countTokens(Prompt.text("one two"))).isEqualTo(3);
      assertThat(model.countTokens(CHAT)).isEqualTo(3 + 2 * TokenCounter.PER_MESSAGE);
      server.on("/tokenize", json(200, "{\"count\":5,\"max_model_len\":100,\"tokens\":[]}"));
      assertThat(model.countTokens(Prompt.text("one two"))).isEqualTo(5);
      server.on("/tokenize", json(500, "{}"));
      assertThat(model.countTokens(Prompt.text("one two"))).isEqualTo(2);
    }
    assertThat(server.asked("/tokenize").getFirst().path("content").asString())
        .isEqualTo("one two");
  }

  @Test
  void aServerThatIsNotThereYetIsAskedForItsTokensLater() throws IOException {
    RemoteLanguageModel model = model();
    server.close();
    assertThat(model.countTokens(Prompt.text("one two"))).isEqualTo(2);
    try (ScriptedServer later = ScriptedServer.at(server.url().getPort())) {
      later.on("/tokenize", json(200, "{\"tokens\":[1,2,3]}"));
      assertThat(model.countTokens(Prompt.text("one two"))).isEqualTo(3);
    }
    model.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"tokens\":[]}", "{\"count\":-1}", "{\"count\":99999}", "[]", "<html>", ""})
  void nonsenseIsNoCount(String answer) {
    server.on("/tokenize", json(200, answer));
    try (RemoteLanguageModel model = model()) {
      assertThat(model.countTokens(Prompt.text("one two"))).isEqualTo(2);
      assertThat(model.countTokens(Prompt.text("one two three"))).isEqualTo(4);
    }
    assertThat(server.asked("/tokenize")).hasSize(1);
  }

  @Test
  void aPromptThatDoesNotFitIsNotSent() {
    try (RemoteLanguageModel model = model(settings -> settings.withContextLength(5))) {
      assertThatThrownBy(
              () -> model.generate(CHAT, GenerationOptions.greedy(1), GenerationListener.SILENT))
          .isInstanceOf(RemoteException.PromptTooLong.class);
    }
    assertThat(server.chats()).isEmpty();
  }

  // Which model.

  @Test
  void theOnlyModelIsTaken() {
    server.on("/v1/models", json(200, "{\"data\":[{\"id\":\"raven-7b\"}]}"));
    try (RemoteLanguageModel model = model(settings -> settings.withModel(""))) {
      assertThat(model.description().name()).isEqualTo("raven-7b");
      assertThat(model.description().contextLength()).isEqualTo(8192);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"data\":[]} | it offers no model",
        "[] | it offers no model",
        "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\\n\"}]} | it offers 2 models: a, b"
      })
  void oneOfSeveralMustBeNamed(String models, String message) {
    server.on("/v1/models", json(200, models));
    assertThatThrownBy(() -> model(settings -> settings.withModel("")))
        .isInstanceOf(RemoteException.ModelUnknown.class)
        .hasMessageContaining(message);
  }

  // Failures.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | no | remote-key | INPUT | it refuses the key (401): no",
        "403 | no | remote-key | INPUT | it refuses the key (403): no",
        "404 | The model `crow-1b` does not exist | remote-model | INPUT | it has no model 'crow-1b'",
        "404 | Not Found | remote-refused | INPUT | there is no such API (404)",
        "429 | slow down | remote-busy | FAILED | it cannot answer now (429): slow down",
        "503 | loading | remote-busy | FAILED | it cannot answer now (503): loading",
        "500 | oops | remote-refused | FAILED | it failed (500): oops",
        "418 | tea | remote-refused | FAILED | it refuses the request (418): tea",
        "400 | exceeds the maximum context length | prompt-too-long | INPUT | too long for it"
      })
  void aStatusIsAFailureOfItsKind(
      int status, String words, String code, CorvidException.Kind kind, String message) {
    server.onChat(error(status, words));
    RemoteException e = failure(settings -> settings.withKey("k-secret"));
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e).hasMessageContaining(message).hasMessageContaining(server.url().toString());
  }

  @Test
  void theKeyGoesToTheServerAndNowhereElse() {
    server.onChat(error(401, "Incorrect key k-secret\u001b[31m " + "x".repeat(5000)));
    RemoteException e = failure(settings -> settings.withKey("k-secret"));
    assertThat(server.asked().getLast().authorization()).contains("Bearer k-secret");
    assertThat(e)
        .hasMessageContaining("Incorrect key *** [31m")
        .hasMessageNotContaining("k-secret");
  }

  @Test
  void anErrorInsideAnAnswerIsOne() {
    server.onChat(json(200, ScriptedServer.errorJson("overloaded", 503)));
    assertThat(failure()).isInstanceOf(RemoteException.Busy.class);
    server.onChat(events(ScriptedServer.errorJson("exceeds the context window", 400)));
    assertThat(failure()).isInstanceOf(RemoteException.PromptTooLong.class);
    server.onChat(events(chunk("a"), "{\"error\":\"it broke\"}"));
    assertThat(failure())
        .isInstanceOf(RemoteException.Refused.class)
        .hasMessageContaining("it broke");
    server.onChat(json(200, "{\"object\":\"error\",\"message\":\"bad\",\"code\":400}"));
    assertThat(failure()).isInstanceOf(RemoteException.Refused.class).hasMessageContaining("bad");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!doctype html><html><body>Sign in</body></html>",
        "  \n<html>",
        "garbage",
        "data: [DONE]\n\n",
        "data: {broken\n\n",
        "data: 7\n\n",
        "[]",
        "{\"choices\":[]}",
        "{\"choices\":",
        ": only comments\n\n",
        "\u0000\u0001\u0002"
      })
  void whatIsNoAnswerIsNamed(String body) {
    server.onChat(ScriptedServer.raw(200, "text/plain", body.getBytes(StandardCharsets.UTF_8)));
    assertThat(failure()).isInstanceOf(RemoteException.NotUnderstood.class);
  }

  @Test
  void aStreamThatIsCutIsNotTakenForAnAnswer() {
    server.onChat(events(chunk("one "), chunk("two")));
    assertThat(failure()).isInstanceOf(RemoteException.CutOff.class);
    server.onChat(ScriptedServer.cutAfter("data: " + chunk("one") + "\n\ndata: {\"cho"));
    assertThat(failure()).isInstanceOf(RemoteException.CutOff.class);
    server.onChat(ScriptedServer.cutAfter("data: {\"cho"));
    assertThat(failure()).isInstanceOf(RemoteException.Unreachable.class);
    server.onChat(ScriptedServer.raw(200, "text/event-stream", new byte[0]));
    assertThat(failure()).isInstanceOf(RemoteException.Unreachable.class);
  }

  @Test
  void endlessAnswersAreLeft() {
    byte[] blanks = new byte[100 << 20];
    Arrays.fill(blanks, (byte) ' ');
    server.onChat(ScriptedServer.raw(200, "application/json", blanks));
    assertThat(failure()).hasMessageContaining("more than 67,108,864 bytes");
    Arrays.fill(blanks, (byte) 'x');
    server.onChat(ScriptedServer.raw(200, "text/event-stream", blanks));
    assertThat(failure()).hasMessageContaining("more than 1,048,576 bytes");
    blanks[0] = '{';
    server.onChat(ScriptedServer.raw(200, "application/json", blanks));
    assertThat(failure()).hasMessageContaining("more than 16,777,216 bytes");
    server.onChat(ScriptedServer.raw(500, "text/plain", blanks));
    assertThat(failure()).isInstanceOf(RemoteException.Refused.class);
  }

  @Test
  void endlessEventsWithoutTextAreLeft() {
    server.onChat(
        forEver(
            ("data: {\"choices\":[{\"delta\":{}}]}\n\n: ping\n\n").repeat(999),
            new CountDownLatch(1)));
    assertThat(failure(settings -> settings.withTimeout(Duration.ofSeconds(2))))
        .isInstanceOfAny(RemoteException.NotUnderstood.class, RemoteException.TimedOut.class);
  }

  @Test
  void aServerThatSaysNothingIsLeft() {
    server.onChat((exchange, request) -> pause());
    assertThat(failure(settings -> settings.withTimeout(Duration.ofMillis(200))))
        .isInstanceOf(RemoteException.TimedOut.class)
        .hasMessageContaining("no word within 200 ms");
    server.onChat(
        (exchange, request) -> {
          send(stream(exchange), "data: " + chunk("one") + "\n\n");
          pause();
        });
    assertThat(failure(settings -> settings.withTimeout(Duration.ofMillis(500))))
        .isInstanceOf(RemoteException.TimedOut.class);
  }

  private static void pause() {
    try {
      Thread.sleep(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (ScriptedServer other = ScriptedServer.start()) {
      other.onChat(reply("stolen"));
      String place = other.url() + "/chat/completions?token=secret";
      for (int status : new int[] {301, 302, 307, 308}) {
        server.onChat(ScriptedServer.withHeader("Location", place, json(status, "")));
        RemoteException e = failure(settings -> settings.withKey("k"));
        assertThat(e)
            .hasMessageContaining("it redirects (%d) to %s/chat".formatted(status, other.url()))
            .hasMessageNotContaining("secret");
      }
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void aPlaceWithoutAServerIsNamed() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    RemoteSettings settings = RemoteSettings.of(URI.create("http://127.0.0.1:" + free + "/v1"));
    assertThatThrownBy(() -> RemoteLanguageModel.open(settings.withRetries(1)))
        .isInstanceOf(RemoteException.Unreachable.class)
        .hasMessageContaining("the connection was refused");
    RemoteSettings unknown = RemoteSettings.of(URI.create("http://no-such-host.invalid/v1"));
    assertThatThrownBy(() -> RemoteLanguageModel.open(unknown.withRetries(0)))
        .isInstanceOf(RemoteException.Unreachable.class)
        .hasMessageContaining("its name does not resolve");
  }

  @Test
  void aServerWithoutTlsIsNamed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var connection = socket.accept()) {
                  connection.getInputStream().read();
                  send(connection.getOutputStream(), "HTTP/1.1 400 Bad Request\r\n\r\n");
                } catch (IOException e) {
                  // The test fails by itself.
                }
              });
      URI url = URI.create("https://127.0.0.1:%d/v1".formatted(socket.getLocalPort()));
      assertThatThrownBy(() -> RemoteLanguageModel.open(RemoteSettings.of(url)))
          .isInstanceOf(RemoteException.Refused.class)
          .hasMessageContaining("no safe connection");
    }
  }

  // Trying again.

  private Completion generateWithRetries(int retries) {
    try (RemoteLanguageModel model = model(settings -> settings.withRetries(retries))) {
      return model.generate(CHAT, GenerationOptions.greedy(20), GenerationListener.SILENT);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void aBusyServerIsAskedAgain(int status) {
    server.onChat(
        ScriptedServer.withHeader("Retry-After", "0", error(status, "busy")), reply("now"));
    assertThat(generateWithRetries(1).text()).isEqualTo("now");
  }

  @Test
  void aServerThatAsksForMoreTimeThanThereIsIsNot() {
    server.onChat(
        ScriptedServer.withHeader("Retry-After", "3600", error(429, "busy")), reply("now"));
    assertThatThrownBy(() -> generateWithRetries(3))
        .isInstanceOf(RemoteException.Busy.class)
        .hasMessageContaining("asks to wait 3600 s");
    assertThat(server.chats()).hasSize(1);
  }

  @Test
  void otherFailuresAreFinal() {
    server.onChat(error(500, "oops"), reply("now"));
    assertThatThrownBy(() -> generateWithRetries(3)).isInstanceOf(RemoteException.Refused.class);
    assertThat(server.chats()).hasSize(1);
  }

  @Test
  void aConnectionLostBeforeTheFirstTokenIsTriedAgainAndLaterNot() {
    server.onChat(ScriptedServer.cutAfter(": soon\n\n"), reply("now"));
    assertThat(generateWithRetries(1).text()).isEqualTo("now");
    server.onChat(events(chunk("one"), ScriptedServer.errorJson("busy", 503)), reply("now"));
    assertThatThrownBy(() -> generateWithRetries(3)).isInstanceOf(RemoteException.Busy.class);
  }

  // Ending early.

  @Test
  void anInterruptEndsTheWaitAtOnceAndStays() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    server.onChat(
        (exchange, request) -> {
          asked.countDown();
          pause();
        });
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    try (RemoteLanguageModel model = model(settings -> settings.withRetries(2))) {
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      model.generate(CHAT, GenerationOptions.greedy(9), GenerationListener.SILENT);
                    } catch (RuntimeException e) {
                      failure.set(e);
                      flag.set(Thread.currentThread().isInterrupted());
                    }
                  });
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
      assertThat(failure.get()).isInstanceOf(CancellationException.class);
      assertThat(flag.get()).isTrue();
      server.onChat(reply("still there"));
      assertThat(
              model.generate(CHAT, GenerationOptions.greedy(9), GenerationListener.SILENT).text())
          .isEqualTo("still there");
    }
  }

  @Test
  void anInterruptEndsTheWaitForTheNextTry() throws InterruptedException {
    server.onChat(ScriptedServer.withHeader("Retry-After", "25", error(503, "busy")));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    generateWithRetries(2);
                  } catch (RuntimeException e) {
                    failure.set(e);
                  }
                });
    while (server.chats().isEmpty()) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    assertThat(failure.get()).isInstanceOf(CancellationException.class);
  }

  @Test
  void whatAListenerThrowsReachesTheCallerAndHangsUp() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    server.onChat(forEver("data: " + chunk("word ") + "\n\n", left));
    GenerationListener failing =
        new GenerationListener() {
          @Override
          public void text(String piece) {
            throw new UnsupportedOperationException("listener");
          }
        };
    try (RemoteLanguageModel model = model(settings -> settings.withRetries(2))) {
      assertThatThrownBy(() -> model.generate(CHAT, GenerationOptions.greedy(9), failing))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(server.chats()).hasSize(1);
  }

  @Test
  void aClosedModelAnswersNoMore() {
    RemoteLanguageModel model = model();
    model.close();
    model.close();
    assertThatThrownBy(
            () -> model.generate(CHAT, GenerationOptions.greedy(9), GenerationListener.SILENT))
        .isInstanceOf(IllegalStateException.class);
  }
}
