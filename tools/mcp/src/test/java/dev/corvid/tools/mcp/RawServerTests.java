package dev.corvid.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.Tool;
import dev.corvid.agent.spi.ToolProvider.Skipped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A server that writes whatever the test wants.
class RawServerTests {
  private static McpTools tools;

  @BeforeAll
  static void start() {
    tools = McpTools.start(Servers.lookAndChange(), Servers.SETTINGS);
  }

  @AfterAll
  static void stop() {
    tools.close();
  }

  private static ToolResult look(String reply) {
    return Servers.call(tools, "look", "{\"reply\": %s}".formatted(reply));
  }

  @Test
  void allPagesAreListed() {
    String declared =
        IntStream.range(0, 120)
            .mapToObj("{\"name\": \"tool %d\", \"inputSchema\": {\"type\": \"object\"}}"::formatted)
            .collect(Collectors.joining(","));
    var command = Servers.raw("{\"pageSize\": 25, \"tools\": [%s]}".formatted(declared));
    try (var many = McpTools.start(command, Servers.SETTINGS)) {
      assertThat(many.tools().stream().map(tool -> tool.spec().name()))
          .containsExactlyElementsOf(
              IntStream.range(0, 120).mapToObj("tool_%d"::formatted).toList());
    }
  }

  @Test
  void pagesWithoutEndEnd() {
    String tool = "{\"name\": \"only\", \"inputSchema\": {}}";
    try (var same =
        McpTools.start(
            Servers.raw("{\"cursor\": \"c0\", \"tools\": [%s]}".formatted(tool)),
            Servers.SETTINGS)) {
      assertThat(same.tools()).hasSize(1);
      assertThat(same.skipped())
          .contains(new Skipped("tools/list", "the server names the same page twice"));
    }
    try (var fresh =
        McpTools.start(
            Servers.raw("{\"cursor\": \"c{N}\", \"pageSize\": 1, \"tools\": [%s]}".formatted(tool)),
            Servers.SETTINGS)) {
      assertThat(fresh.tools()).hasSize(1);
      assertThat(fresh.skipped())
          .containsExactly(new Skipped("tools/list", "at most 1,000 pages are read"));
    }
  }

  @Test
  void whatIsNoToolIsSkippedWithAReason() {
    String declared =
        """
        {"tools": [
          {"name": "fine", "inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": "yes"},
           "icons": 7, "description": ["odd"]},
          {"name": "fine", "inputSchema": {"type": "object"}},
          {"name": "", "inputSchema": {}},
          {"name": 5, "inputSchema": {}},
          {"name": "a\\u001bb", "inputSchema": {}},
          {"name": "no schema"},
          {"name": "a list", "inputSchema": {"type": "array"}},
          {"name": "loop", "inputSchema": {"$ref": "#"}},
          {"name": "far", "inputSchema": {"properties": {"n": {"multipleOf": 1e-999999999}}}},
          {"name": "task", "inputSchema": {}, "execution": {"taskSupport": "required"}},
          17, null, "tool"]}
        """;
    try (var odd = McpTools.start(Servers.raw(declared), Servers.SETTINGS)) {
      assertThat(odd.tools()).extracting(tool -> tool.spec().name()).containsExactly("fine");
      assertThat(odd.tools().getFirst().spec().effect()).isEqualTo(Effect.WRITE);
      assertThat(odd.skipped())
          .extracting(skipped -> skipped.operation() + ": " + skipped.why())
          .containsExactly(
              "fine: it is declared twice",
              ": it has no name that could be used",
              ": it has no name that could be used",
              "ab: it has no name that could be used",
              "no schema: it has no schema for its arguments",
              "a list: it takes arguments that are no object",
              "loop: it has a schema that refers to itself without end",
              "far: it has a number in its schema that is out of range",
              "task: it runs only as a task, which the client does not support",
              ": it has no name that could be used",
              ": it has no name that could be used",
              ": it has no name that could be used");
    }
  }

  @Test
  void aServerWithoutToolsHasNone() {
    String greeting =
        """
        {\\"jsonrpc\\":\\"2.0\\",\\"id\\":{ID},\\"result\\":{\\"protocolVersion\\":\\"2024-11-05\\",\
        \\"capabilities\\":{},\\"serverInfo\\":{}}}\
        """;
    var command = Servers.raw("{\"answers\": {\"initialize\": \"%s\"}}".formatted(greeting));
    try (var none = McpTools.start(command, Servers.SETTINGS)) {
      assertThat(none.tools()).isEmpty();
      assertThat(none.origin()).isEqualTo("mcp:server");
      assertThat(none.skipped()).hasSize(1);
    }
  }

  @Test
  void argumentsArriveDigitByDigitAsTheyWereShown() {
    Tool look = Servers.tool(tools, "look");
    String arguments =
        """
        {"z": 1.10, "a": [100.0, 1e3, -0.0, 12345678901234567890123, null, true],
         "text": "Grüße \\u001b \\n 🐦", "o": {"": {}}}
        """;
    ToolRequest request = look.prepare(new ToolCall("run-1", "look", arguments));
    assertThat(request.body()).contains("1.10", "100.0", "12345678901234567890123");
    // The server answers with the line that it received; what a terminal obeys is taken out.
    assertThat(look.call(request).text()).contains("\"arguments\":" + request.body());
  }

  @Test
  void contentsAreReadOrDescribed() {
    String data = "A".repeat(16_000);
    ToolResult result =
        look(
            """
            {"content": [
              {"type": "text", "text": "one\\u001b[31m\\r\\ntwo"},
              {"type": "image", "mimeType": "image/png", "data": "%s"},
              {"type": "audio", "data": "AAAA"},
              {"type": "resource", "resource": {"uri": "file:///a.md", "mimeType": "text/markdown", "text": "# A"}},
              {"type": "resource", "resource": {"uri": "file:///b.bin", "blob": "AAA="}},
              {"type": "resource_link", "uri": "file:///c", "name": "c"},
              {"type": "hologram", "size": 3},
              {"nothing": "known"}, 5, null]}
            """
                .formatted(data));
    assertThat(result.text())
        .isEqualTo(
            """
            one[31m
            two
            [image/png, 12 KB]
            [audio, 3 B]
            [file:///a.md, text/markdown]
            # A
            [file:///b.bin, 2 B]
            [file:///c]
            [hologram]
            [unknown content]
            [unknown content]
            [unknown content]""");
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void aStructuredResultIsReadOnlyIfThereIsNoText() {
    assertThat(look("{\"structuredContent\": {\"n\": 1.50}}").text()).isEqualTo("{\"n\":1.50}");
    ToolResult both =
        look(
            """
            {"content": [{"type": "text", "text": "one and a half"}],
             "structuredContent": {"n": 1.50, "of": [{"yes": true}, "say no", null, 7]}}
            """);
    assertThat(both.text()).isEqualTo("one and a half");
    assertThat(both.typedValues()).containsExactlyInAnyOrder("1.50", "true", "7");
  }

  @Test
  void aLongResultIsShortened() {
    ToolResult result =
        look(
            "{\"content\": [{\"type\": \"text\", \"text\": \"%s\"}]}"
                .formatted("ab".repeat(2_000)));
    assertThat(result.truncated()).isTrue();
    assertThat(result.text())
        .startsWith("abab")
        .endsWith("\n[… 2,000 more characters left out]")
        .hasSizeLessThan(2_100);
  }

  @Test
  void anEmptyResultSaysSo() {
    assertThat(look("{}")).isEqualTo(ToolResult.ok("ok", "[no content]"));
    assertThat(look("7")).isEqualTo(ToolResult.ok("ok", "[no content]"));
  }

  @Test
  void anErrorOfTheProtocolIsAnError() {
    String line =
        "{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"id\\\":{ID},\\\"error\\\":{\\\"code\\\":-32602,\\\"message\\\":\\\"no such\\\\nfile\\\"}}";
    ToolResult result =
        Servers.call(tools, "change", "{\"lines\": [\"%s\"], \"silent\": true}".formatted(line));
    assertThat(result).isEqualTo(ToolResult.error("-32602", "no such file"));
  }

  @Test
  void anAnswerThatCannotBeReadIsNotWaitedFor() {
    String line = "{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"id\\\":{ID},\\\"result\\\":null}";
    String arguments = "{\"lines\": [\"%s\"], \"silent\": true}".formatted(line);
    assertThat(Servers.call(tools, "look", arguments).status()).isEqualTo(ToolResult.Status.ERROR);
    ToolResult change = Servers.call(tools, "change", arguments);
    assertThat(change.status()).isEqualTo(ToolResult.Status.UNKNOWN);
    assertThat(change.text()).contains("cannot be read");
  }

  @Test
  void whatTheServerAsksForIsDeclined() {
    for (String method : List.of("sampling/createMessage", "elicitation/create", "roots/list")) {
      assertThat(Servers.call(tools, "look", "{\"ask\": \"%s\"}".formatted(method)).text())
          .contains("\"id\":77", "\"error\"", "-32601");
    }
    assertThat(Servers.call(tools, "look", "{\"ask\": \"ping\"}").text())
        .contains("\"id\":77", "\"result\":{}");
  }

  @Test
  void chatterOnStandardOutputIsPassedOver() {
    var command =
        Servers.raw(
            """
            {"banner": ["Server ready!", "", "{\\"jsonrpc\\":\\"2.0\\",\\"method\\":\\"notifications/tools/list_changed\\"}"],
             "tools": [{"name": "look", "inputSchema": {}}]}
            """);
    try (var chatty = McpTools.start(command, Servers.SETTINGS)) {
      assertThat(chatty.tools()).hasSize(1);
      String noise = "{\"lines\": [\"done in 3 ms\", \"\", \"[]\", \"{\\\"a\\\": \"], \"n\": 1}";
      assertThat(Servers.call(chatty, "look", noise).text()).contains("tools/call");
    }
  }

  @Test
  void aMessageThatIsTooLongEndsTheServer() {
    var settings = Servers.SETTINGS.withMaxMessageBytes(100_000);
    try (var small = McpTools.start(Servers.lookAndChange(), settings)) {
      assertThat(Servers.call(small, "change", "{\"bytes\": [300000], \"silent\": true}"))
          .isEqualTo(
              ToolResult.unknown(
                  "The server sent a message of more than 100,000 bytes. The call may have been"
                      + " carried out."));
      assertThat(Servers.call(small, "look", "{}").status()).isEqualTo(ToolResult.Status.OK);
    }
  }

  @Test
  void twoCallsAtOnceBothEndWhenTheServerDies() throws InterruptedException {
    var lost = new CompletableFuture<ToolResult>();
    try (var mortal = McpTools.start(Servers.lookAndChange(), Servers.SETTINGS)) {
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> lost.complete(Servers.call(mortal, "change", "{\"silent\": true}")));
      Thread.sleep(200);
      assertThat(Servers.call(mortal, "look", "{\"exit\": 9}").text()).contains("exit status 9");
      waiting.join();
    }
    assertThat(lost.join().status()).isIn(ToolResult.Status.UNKNOWN, ToolResult.Status.OK);
  }

  @Test
  void aServerThatDoesNotStartSaysWhy() {
    assertThatThrownBy(() -> McpTools.start("corvid-no-such-program --now", Servers.SETTINGS))
        .isInstanceOfSatisfying(
            McpException.Command.class,
            e -> {
              assertThat(e).hasMessageContaining("corvid-no-such-program");
              assertThat(e.code()).isEqualTo("mcp-command");
            });
    assertThatThrownBy(() -> McpTools.start(Servers.raw("{\"exit\": 3}"), Servers.SETTINGS))
        .isInstanceOf(McpException.Start.class)
        .hasMessageContaining("ended (exit status 3)")
        .hasMessageContaining("it cannot work like this");
    var hasty = Servers.SETTINGS.withStartTimeout(Duration.ofMillis(200));
    assertThatThrownBy(() -> McpTools.start("sleep 600", hasty))
        .isInstanceOf(McpException.Start.class)
        .hasMessageContaining("was not ready within 200 ms");
    assertThatThrownBy(() -> McpTools.start("echo hello", Servers.SETTINGS))
        .isInstanceOf(McpException.Start.class)
        .hasMessageContaining("ended (exit status 0)");
  }

  @Test
  void anotherProtocolIsNotSpoken() {
    for (String answer :
        List.of(
            "\\\"result\\\":{\\\"protocolVersion\\\":\\\"1999-01-01\\\"}",
            "\\\"result\\\":{\\\"protocolVersion\\\":5}",
            "\\\"result\\\":[]",
            "\\\"error\\\":{\\\"code\\\":1,\\\"message\\\":\\\"go away\\\"}",
            "\\\"error\\\":7")) {
      String line = "{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"id\\\":{ID},%s}".formatted(answer);
      var command = Servers.raw("{\"answers\": {\"initialize\": \"%s\"}}".formatted(line));
      assertThatThrownBy(() -> McpTools.start(command, Servers.SETTINGS))
          .isInstanceOf(McpException.Start.class);
    }
  }

  @Test
  void namesOfToolsStayUniqueWhateverTheServerCallsThem() {
    String declared =
        IntStream.range(0, 300)
            .mapToObj(i -> "x".repeat(70) + ". /\\u00e4".charAt(i % 4) + i)
            .map(
                name -> "{\"name\": \"%s\", \"inputSchema\": {}}".formatted(name.replace("\\", "")))
            .collect(Collectors.joining(","));
    try (var odd =
        McpTools.start(Servers.raw("{\"tools\": [%s]}".formatted(declared)), Servers.SETTINGS)) {
      assertThat(odd.tools()).hasSize(300);
      assertThat(new HashSet<>(odd.tools().stream().map(t -> t.spec().name()).toList()))
          .hasSize(300);
      Tool last = odd.tools().getLast();
      assertThat(last.call(last.prepare(new ToolCall("run-1", last.spec().name(), "{}"))).text())
          .contains("x299\"");
    }
  }
}
