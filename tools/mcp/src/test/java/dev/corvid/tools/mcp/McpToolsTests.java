package dev.corvid.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real server by the SDK in a process of its own.
class McpToolsTests {
  private static McpTools tools;

  @BeforeAll
  static void start() {
    tools = McpTools.start(Servers.sdk(), Servers.SETTINGS);
  }

  @AfterAll
  static void stop() {
    tools.close();
  }

  @Test
  void everyToolIsListedUnderANameThatAModelCanBeTold() {
    assertThat(tools.tools())
        .extracting(tool -> tool.spec().name())
        .containsExactlyInAnyOrder(
            "echo",
            "add",
            "fail",
            "throw",
            "sleep",
            "sleep_to_write",
            "die",
            "die_while_writing",
            "environment");
    assertThat(tools.skipped()).isEmpty();
  }

  @Test
  void aToolSaysWhatItDoesAndTakes() {
    ToolSpec spec = Servers.tool(tools, "add").spec();
    assertThat(spec.description()).isEqualTo("It can add");
    assertThat(spec.origin()).isEqualTo("mcp:small%20server").isEqualTo(tools.origin());
    assertThat(spec.parameters()).contains("\"a\":{\"type\":\"number\"}");
  }

  @Test
  void onlyAToolThatSaysSoReads() {
    assertThat(Servers.tool(tools, "echo").spec().effect()).isEqualTo(Effect.READ);
    assertThat(Servers.tool(tools, "sleep_to_write").spec().effect()).isEqualTo(Effect.WRITE);
  }

  @Test
  void whatIsSentCanBeReadBefore() {
    Tool tool = Servers.tool(tools, "die_while_writing");
    ToolCall call = new ToolCall("run-1", tool.spec().name(), " { } ");
    ToolRequest request = tool.prepare(call);
    assertThat(request.method()).isEqualTo("tools/call");
    assertThat(request.url()).isEqualTo("mcp:small%20server/die%2Fwhile%20writing");
    assertThat(request.body()).isEqualTo("{}");
    assertThat(request.effect()).isEqualTo(Effect.WRITE);
    assertThat(request.idempotencyKey()).isEmpty();
    assertThat(tool.prepare(call).digest()).isEqualTo(request.digest());
  }

  @Test
  void aCallAnswers() {
    ToolResult result = Servers.call(tools, "echo", "{\"text\": \"Grüße, 🐦\\nagain\"}");
    assertThat(result).isEqualTo(ToolResult.ok("ok", "Grüße, 🐦\nagain"));
  }

  @Test
  void onlyNumbersAndBooleansOfAStructuredResultAreTyped() {
    ToolResult result = Servers.call(tools, "add", "{\"a\": 1.5, \"b\": 2}");
    assertThat(result.text()).contains("\"sum\":3.5", "\"note\":\"a text\"");
    assertThat(result.typedValues()).containsExactlyInAnyOrder("3.5", "true");
  }

  @Test
  void argumentsAreCheckedBeforeTheyAreSent() {
    assertThatThrownBy(() -> Servers.call(tools, "add", "{\"a\": \"one\"}"))
        .isInstanceOf(ToolArgumentsException.class)
        .hasMessageStartingWith("add: ")
        .hasMessageContaining("required property 'b' not found")
        .hasMessageContaining("/a: string found, number expected");
    assertThatThrownBy(() -> Servers.call(tools, "add", "[1, 2]"))
        .isInstanceOf(ToolArgumentsException.class)
        .hasMessageContaining("one JSON object");
    assertThatThrownBy(() -> Servers.call(tools, "echo", "{\"text\": \"a\", \"text\": \"b\"}"))
        .isInstanceOf(ToolArgumentsException.class);
    assertThatThrownBy(() -> Servers.call(tools, "echo", "{\"text\": \"a\", \"more\": 1}"))
        .hasMessageContaining("'more'");
  }

  @Test
  void aToolThatFailsIsAnError() {
    assertThat(Servers.call(tools, "fail", "{}"))
        .isEqualTo(ToolResult.error("tool error", "the disk is full"));
    assertThat(Servers.call(tools, "throw", "{}").status()).isEqualTo(ToolResult.Status.ERROR);
  }

  @Test
  void aReadThatTakesTooLongIsAnErrorAndAWriteIsUnknown() {
    var settings = Servers.SETTINGS.withCallTimeout(Duration.ofMillis(300));
    try (var hasty = McpTools.start(Servers.sdk(), settings)) {
      assertThat(Servers.call(hasty, "sleep", "{}"))
          .isEqualTo(ToolResult.error("no answer", "The server did not answer within 300 ms."));
      assertThat(Servers.call(hasty, "sleep_to_write", "{}").status())
          .isEqualTo(ToolResult.Status.UNKNOWN);
      // It is still there, and on a busy machine it may need several such moments to say so.
      ToolResult echo = ToolResult.unknown("");
      for (int i = 0; i < 100 && echo.status() != ToolResult.Status.OK; i++) {
        echo = Servers.call(hasty, "echo", "{\"text\": \"still there\"}");
      }
      assertThat(echo.text()).isEqualTo("still there");
    }
  }

  @Test
  void aServerThatCannotBeStartedAgainIsAnErrorAndTriedAgain(@TempDir Path folder)
      throws IOException {
    Path needed = Files.createFile(folder.resolve("needed"));
    List<String> command = new ArrayList<>(List.of("sh", "-c", "test -f $0 && exec \"$@\""));
    command.add(needed.toString());
    command.addAll(Servers.sdk());
    try (var mortal = McpTools.start(command, Servers.SETTINGS)) {
      Files.delete(needed);
      assertThat(Servers.call(mortal, "die", "{}").status()).isEqualTo(ToolResult.Status.ERROR);
      ToolResult unsent = Servers.call(mortal, "sleep_to_write", "{}");
      assertThat(unsent.status()).isEqualTo(ToolResult.Status.ERROR);
      assertThat(unsent.text())
          .isEqualTo("Nothing was sent. The server has died and cannot be started again.");
      Files.createFile(needed);
      assertThat(Servers.call(mortal, "echo", "{\"text\": \"back\"}").text()).isEqualTo("back");
    }
  }

  @Test
  void aServerThatDiesIsStartedAgainByTheNextCall() {
    try (var mortal = McpTools.start(Servers.sdk(), Servers.SETTINGS)) {
      assertThat(Servers.call(mortal, "die", "{}"))
          .isEqualTo(ToolResult.error("no answer", "The server ended (exit status 7)."));
      assertThat(Servers.call(mortal, "echo", "{\"text\": \"born again\"}").text())
          .isEqualTo("born again");
      ToolResult lost = Servers.call(mortal, "die_while_writing", "{}");
      assertThat(lost.status()).isEqualTo(ToolResult.Status.UNKNOWN);
      assertThat(lost.text()).contains("ended (exit status 7)", "may have been carried out");
      assertThat(Servers.call(mortal, "echo", "{\"text\": \"and again\"}").text())
          .isEqualTo("and again");
    }
  }

  @Test
  void callsCanBeMadeAtTheSameTime() {
    var calls =
        Arrays.stream("a b c d e f g h".split(" "))
            .map(
                text ->
                    CompletableFuture.supplyAsync(
                        () -> Servers.call(tools, "echo", "{\"text\": \"" + text + "\"}").text()))
            .toList();
    assertThat(calls.stream().map(CompletableFuture::join))
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h");
  }

  @Test
  void anInterruptEndsACall() throws InterruptedException {
    var outcome = new CompletableFuture<Throwable>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    outcome.complete(
                        new AssertionError(Servers.call(tools, "sleep", "{}").toString()));
                  } catch (CancellationException e) {
                    outcome.complete(
                        Thread.currentThread().isInterrupted() ? e : new AssertionError(e));
                  }
                });
    Thread.sleep(200);
    caller.interrupt();
    assertThat(outcome.join()).isInstanceOf(CancellationException.class);
  }

  @Test
  void aRequestForAnotherToolIsNotSent() {
    ToolRequest request =
        Servers.tool(tools, "echo").prepare(new ToolCall("run-1", "echo", "{\"text\": \"a\"}"));
    ToolResult result = Servers.tool(tools, "fail").call(request);
    assertThat(result.status()).isEqualTo(ToolResult.Status.ERROR);
    assertThat(result.text()).contains("nothing was sent");
  }

  @Test
  void aRequestOfAProcessBeforeIsSentAsItWasWritten() {
    var request =
        new ToolRequest(
            new ToolCall("run-0", "echo", "whatever the model wrote"),
            Effect.READ,
            "tools/call",
            "mcp:small%20server/echo",
            Map.of(),
            "{\"text\":\"from before\"}",
            Optional.empty());
    assertThat(Servers.tool(tools, "echo").call(request).text()).isEqualTo("from before");
  }

  @Test
  void theServerGetsWhatAProgramNeedsOfTheEnvironmentAndWhatIsGiven() {
    var settings = Servers.SETTINGS.withEnvironment(Map.of("API_TOKEN", "abc"));
    try (var given = McpTools.start(Servers.sdk(), settings)) {
      String names = Servers.call(given, "environment", "{}").text();
      assertThat(names.split(" ")).contains("PATH", "API_TOKEN");
      assertThat(System.getenv().keySet().stream().filter(n -> n.startsWith("CORVID_")))
          .allSatisfy(name -> assertThat(names).doesNotContain(name));
    }
  }

  @Test
  void theUserMayNameTheServer() {
    try (var named = McpTools.start(Servers.sdk(), Servers.SETTINGS.withName("files"))) {
      assertThat(named.tools())
          .allSatisfy(t -> assertThat(t.spec().origin()).isEqualTo("mcp:files"));
    }
  }

  @Test
  void afterClosingNothingCanBeCalled() {
    var closed = McpTools.start(Servers.sdk(), Servers.SETTINGS);
    closed.close();
    closed.close();
    assertThatThrownBy(() -> Servers.call(closed, "echo", "{\"text\": \"a\"}"))
        .isInstanceOf(IllegalStateException.class);
  }
}
