package dev.corvid.tools.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientSession;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/// A running server and a session with it. Thread-safe; once it is broken it stays so.
///
/// The SDK's session is used, not its client: the client's types lose a page of tools for one odd
/// tool and a result for one content of an unknown kind. No capability is offered, so what a server
/// asks for (sampling, elicitation, roots) is declined by the session.
final class Connection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final TypeRef<JsonNode> JSON = new TypeRef<>() {};
  private static final int MAX_ERROR = 500;
  private static final Implementation CLIENT =
      Implementation.builder(
              "corvid",
              Optional.ofNullable(Connection.class.getPackage().getImplementationVersion())
                  .orElse("development"))
          .build();

  /// Where Reactor looks for what to do with an error that nobody waits for any more; its default
  /// is a stack trace in the log.
  private static final String DROPPED = "reactor.onErrorDropped.local";

  private static final Consumer<Throwable> QUIETLY =
      error -> log.debug("An answer came too late: {}", error.toString());

  private final String program;
  private final ServerProcess process;
  private final StdioTransport transport;
  private final McpClientSession session;
  private final Duration startTimeout;
  private final long startDeadline;
  private JsonNode greeting = Json.MAPPER.createObjectNode();

  private Connection(String program, ServerProcess process, McpSettings settings) {
    this.program = program;
    this.process = process;
    this.startTimeout = settings.startTimeout();
    this.startDeadline = System.nanoTime() + settings.startTimeout().toNanos();
    this.transport = new StdioTransport(process, settings.maxMessageBytes());
    // Callers have time-outs of their own, which differ; this one only ends what they forgot.
    Duration longest = settings.startTimeout().plus(settings.callTimeout());
    this.session =
        new McpClientSession(
            longest,
            transport,
            Map.of(McpSchema.METHOD_PING, _ -> Mono.just(Map.of())),
            Map.of(),
            connect -> connect);
    var _ = transport.failure().thenRunAsync(this::close, Connection::startThread);
  }

  private static void startThread(Runnable task) {
    Thread.ofPlatform().daemon().name("mcp-closer").start(task);
  }

  /// Start a server and shake hands with it.
  ///
  /// @throws McpException if it does not start or does not speak the protocol
  static Connection open(List<String> command, McpSettings settings) {
    ServerProcess process = ServerProcess.start(command, settings.environment());
    var connection = new Connection(command.getFirst(), process, settings);
    boolean greeted = false;
    try {
      connection.greet();
      greeted = true;
      return connection;
    } finally {
      if (!greeted) {
        connection.close();
      }
    }
  }

  private void greet() {
    List<String> versions = transport.protocolVersions();
    var request =
        InitializeRequest.builder(versions.getLast(), ClientCapabilities.builder().build(), CLIENT)
            .build();
    JsonNode result =
        require(request(McpSchema.METHOD_INITIALIZE, request, startTimeLeft()), "shake hands");
    String version = Json.text(result, "protocolVersion");
    if (!versions.contains(version)) {
      throw failed("speaks version '%s' of the protocol".formatted(Text.line(version, 40)));
    }
    greeting = result;
    session
        .sendNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED, null)
        .subscribe(_ -> {}, error -> log.debug("Not initialized: {}", error.toString()));
    process.rememberDescendants();
  }

  /// How long it may still take until its tools are listed.
  Duration startTimeLeft() {
    return Duration.ofNanos(Math.max(1, startDeadline - System.nanoTime()));
  }

  /// What the server said of itself: its answer to `initialize`.
  JsonNode greeting() {
    return greeting;
  }

  /// Why it cannot be used any more, if so.
  Optional<String> failure() {
    return transport.failure().isDone()
        ? Optional.of(transport.failure().join())
        : Optional.empty();
  }

  /// What the server started will end with it, as far as it is known now.
  void settle() {
    process.rememberDescendants();
  }

  /// Send a request and wait for its answer, at most so long.
  ///
  /// @throws CancellationException if the thread is interrupted; the interrupt stays set
  Reply request(String method, Object params, Duration patience) {
    var id = new AtomicReference<>();
    CompletableFuture<@Nullable JsonNode> answer =
        session
            .sendRequest(method, params, JSON)
            .contextWrite(c -> c.put(StdioTransport.SENT, id).put(DROPPED, QUIETLY))
            .toFuture();
    try {
      return new Reply.Result(
          Objects.requireNonNull(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS)));
    } catch (TimeoutException e) {
      cancel(id.get(), answer, "timed out");
      return new Reply.Lost("did not answer within " + seconds(patience));
    } catch (ExecutionException e) {
      return failed(e.getCause(), id.get() != null);
    } catch (InterruptedException e) {
      cancel(id.get(), answer, "no longer needed");
      Thread.currentThread().interrupt();
      throw new CancellationException("the call was interrupted");
    }
  }

  private Reply failed(@Nullable Throwable error, boolean sent) {
    return switch (error) {
      case McpError refusal when refusal.getJsonRpcError().code() == StdioTransport.UNREADABLE ->
          new Reply.Lost("sent an answer that cannot be read");
      case McpError refusal ->
          new Reply.Refused(
              refusal.getJsonRpcError().code(),
              Text.line(refusal.getJsonRpcError().message(), MAX_ERROR));
      case UnsentException unsent -> new Reply.Unsent(unsent.reason());
      case null, default -> {
        log.debug("A request failed", error);
        String why = failure().orElse("sent an answer that cannot be read");
        yield sent ? new Reply.Lost(why) : new Reply.Unsent(why);
      }
    };
  }

  /// Tell the server that nobody waits any more; what it does then is its own affair.
  private void cancel(
      @Nullable Object id, CompletableFuture<? extends @Nullable Object> answer, String reason) {
    answer.cancel(true);
    if (id != null) {
      session
          .sendNotification("notifications/cancelled", Map.of("requestId", id, "reason", reason))
          .subscribe(_ -> {}, error -> log.debug("Not cancelled: {}", error.toString()));
    }
  }

  private static String seconds(Duration time) {
    return time.toMillis() < 1_000 ? time.toMillis() + " ms" : "%d s".formatted(time.toSeconds());
  }

  @Override
  public void close() {
    transport.close("was closed");
    session.close();
    process.close();
  }

  /// The result of a request without which there are no tools.
  ///
  /// @param aim what was to be done, such as `list its tools`
  /// @throws McpException.Start if there is none
  JsonNode require(Reply reply, String aim) {
    return switch (reply) {
      case Reply.Result(JsonNode value) -> value;
      case Reply.Refused(int code, String message) ->
          throw failed("refused to %s (%d: %s)".formatted(aim, code, message));
      case Reply.Unsent(String why) -> throw failed(why);
      case Reply.Lost(String why) ->
          throw failed(
              System.nanoTime() < startDeadline
                  ? why
                  : "was not ready within " + seconds(startTimeout));
    };
  }

  private McpException.Start failed(String why) {
    String words = process.lastWords();
    return new McpException.Start(
        "The MCP server '%s' %s%s"
            .formatted(Text.line(program, 100), why, words.isEmpty() ? "" : "; it wrote: " + words),
        "Run the command by hand: it must wait for messages on its standard input. A server that"
            + " is downloaded first may need a longer time-out to start.");
  }
}
