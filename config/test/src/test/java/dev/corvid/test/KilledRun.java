package dev.corvid.test;

import static dev.corvid.test.ScriptedLanguageModel.acting;
import static dev.corvid.test.ScriptedLanguageModel.call;
import static dev.corvid.test.ScriptedLanguageModel.plan;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.corvid.agent.Agent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Settlement;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A process at work on a run, to be killed. Says `at` where it is told to wait for that, and
/// otherwise how the run ended.
final class KilledRun {
  private static final String KEY = "Idempotency-Key";

  private KilledRun() {}

  /// What a process is to do.
  ///
  /// @param folder of the journal
  /// @param port of the server that counts
  /// @param tools what is written, in this order; a name that ends in `Keyed` sends a key
  /// @param run to go on with, or empty
  /// @param boundary where to wait: `before 7` an entry is written, or `after 7`; empty to go on
  /// @param word on a call whose outcome is not known, or empty
  record Order(
      Path folder, int port, List<String> tools, String run, String boundary, String word) {
    static Order of(String[] arguments) {
      return new Order(
          Path.of(arguments[0]),
          Integer.parseInt(arguments[1]),
          List.of(arguments[2].split(",")),
          arguments[3],
          arguments[4],
          arguments[5]);
    }

    List<String> command() {
      return Children.command(
          KilledRun.class,
          folder.toString(),
          Integer.toString(port),
          String.join(",", tools),
          run,
          boundary,
          word);
    }

    Order at(String where) {
      return new Order(folder, port, tools, run, where, word);
    }

    Order resuming(String id) {
      return new Order(folder, port, tools, id, boundary, word);
    }

    Order saying(Settlement settlement) {
      return new Order(folder, port, tools, run, boundary, settlement.name());
    }
  }

  public static void main(String[] arguments) throws IOException {
    Order order = Order.of(arguments);
    Agent agent = agent(order);
    say("ready");
    RunReport report =
        order.run().isEmpty()
            ? agent.run(Task.withTools("Write it all down"), AgentListener.SILENT)
            : agent.resume(order.run(), AgentListener.SILENT);
    boolean waits = report.status().equals(Optional.of(RunStatus.APPROVAL));
    say(
        waits
            ? "waits for " + report.waiting().orElseThrow().request().call().id()
            : "ended as " + report.status().orElseThrow());
  }

  private static Agent agent(Order order) {
    List<String> turns = new ArrayList<>();
    turns.add(plan(order.tools().toArray(String[]::new)));
    order.tools().forEach(tool -> turns.add(call(tool, "{}")));
    turns.add("All is written.");
    ScriptedApprover user =
        ScriptedApprover.absent()
            .settling(
                request ->
                    order.word().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Settlement.valueOf(order.word())));
    return Agent.with(acting(turns.toArray(String[]::new)))
        .journal(journal(order))
        .tools(order.tools().stream().map(name -> tool(name, order.port())).toList())
        .approvals(ApprovalMode.ALL, user)
        .build();
  }

  private static Tool tool(String name, int port) {
    ScriptedTool tool = ScriptedTool.writing(name);
    return (name.endsWith("Keyed") ? tool.recognising(KEY) : tool)
        .sending(request -> send(request, port));
  }

  private static RunJournal journal(Order order) {
    return new CrashingJournal(
        FileRunJournal.in(order.folder()),
        (n, entry) -> waitAt(order.boundary().equals("before " + n)),
        (n, entry) -> waitAt(order.boundary().equals("after " + n)));
  }

  private static void waitAt(boolean here) {
    if (here) {
      try {
        say("at");
        Thread.sleep(TimeUnit.MINUTES.toMillis(5));
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("nobody killed it", e);
      }
    }
  }

  /// As plain as it can be: nothing that sends again by itself.
  private static ToolResult send(ToolRequest request, int port) {
    String headers =
        request.headers().entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    String text =
        "POST /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Call: %s\r\n%sContent-Length: 0\r\n\r\n"
            .formatted(request.call().tool(), request.call().id(), headers);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return answer.startsWith("HTTP/1.1 200")
          ? ToolResult.ok("200", "{}")
          : ToolResult.unknown("an answer that was cut");
    } catch (IOException e) {
      return ToolResult.unknown("the connection broke");
    }
  }

  private static void say(String line) throws IOException {
    OutputStream out = System.out;
    out.write((line + "\n").getBytes(UTF_8));
    out.flush();
  }

  /// What the server calls a request.
  static String key(Map<String, List<String>> headers) {
    return headers.getOrDefault(KEY, List.of()).stream().findFirst().orElse("");
  }
}
