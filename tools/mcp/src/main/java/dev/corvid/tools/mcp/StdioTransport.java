package dev.corvid.tools.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

/// Carries messages to and from a server's process, one a line.
///
/// Not the SDK's own: that one gives the server the whole environment, stops reading at the first
/// line that is no message or when standard error is closed, lets a caller wait for its time-out
/// when the server has died, and waits without end for a process that does not want to end.
final class StdioTransport implements McpClientTransport {
  /// Under this key of the context of a request the transport leaves its id once it is on its way.
  static final Object SENT = new Object();

  /// The code of the error that stands in for an answer that cannot be read. JSON-RPC's own "parse
  /// error" means that the server could not read a request.
  static final int UNREADABLE = -1;

  private static final Logger log = LoggerFactory.getLogger(StdioTransport.class);
  private static final int WAITING_MESSAGES = 256;
  private static final int LOG_LINE = 300;
  private static final long LAST_OUTPUT_MILLIS = 2_000;
  private static final byte[] END = {};

  private final ServerProcess process;
  private final int maxMessageBytes;
  private final McpJsonMapper json = new JacksonMcpJsonMapper(Json.MAPPER);
  private final BlockingQueue<byte[]> outbox = new ArrayBlockingQueue<>(WAITING_MESSAGES);
  private final Set<Object> unanswered = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<String> failure = new CompletableFuture<>();

  StdioTransport(ServerProcess process, int maxMessageBytes) {
    this.process = process;
    this.maxMessageBytes = maxMessageBytes;
  }

  /// Completes when no more messages can pass, with the reason, such as `ended (exit status 1)`.
  CompletableFuture<String> failure() {
    return failure;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    return Mono.fromRunnable(
        () -> {
          Thread.ofPlatform().daemon().name("mcp-reader").start(() -> read(handler));
          Thread.ofPlatform().daemon().name("mcp-writer").start(this::write);
          // Its output may stay open in the hands of what it started.
          var _ =
              process
                  .onExit()
                  .thenRunAsync(
                      () -> failAsEnded("ended"),
                      CompletableFuture.delayedExecutor(LAST_OUTPUT_MILLIS, TimeUnit.MILLISECONDS));
        });
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.deferContextual(
        context -> {
          try {
            send(message, context);
            return Mono.empty();
          } catch (IOException e) {
            return Mono.error(e);
          }
        });
  }

  private void send(JSONRPCMessage message, ContextView context) throws IOException {
    byte[] line = (json.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8);
    if (message instanceof JSONRPCRequest request) {
      unanswered.add(request.id());
    }
    boolean sent = !failure.isDone() && outbox.offer(line);
    if (!sent) {
      failure.complete("does not read what it is sent");
      throw new UnsentException(failure.join());
    }
    if (message instanceof JSONRPCRequest request) {
      context
          .<AtomicReference<Object>>getOrEmpty(SENT)
          .ifPresent(reference -> reference.set(request.id()));
    }
  }

  /// Take no more messages. The writer closes the server's input: whoever else did could wait for
  /// it without end.
  void close(String reason) {
    failure.complete(reason);
    outbox.clear();
    if (!outbox.offer(END)) {
      log.debug("The writer of a server ends with its process");
    }
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(() -> close("was closed"));
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return json.convertValue(data, type);
  }

  /// The reason is the end of the process if it ends.
  private void failAsEnded(String otherwise) {
    failure.complete(
        process.exitStatus().map("ended (exit status %d)"::formatted).orElse(otherwise));
  }

  private void read(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    try {
      var lines = new LineReader(process.output(), maxMessageBytes);
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (!line.get().whole()) {
          failure.complete("sent a message of more than %,d bytes".formatted(maxMessageBytes));
          return;
        }
        message(line.get().text())
            .filter(this::isAwaited)
            .ifPresent(message -> hand(message, handler));
      }
    } catch (IOException e) {
      log.debug("Reading ends", e);
    } finally {
      failAsEnded("closed its output");
    }
  }

  /// An answer to nothing would make the SDK's session warn, as often as the server likes.
  private boolean isAwaited(JSONRPCMessage message) {
    return !(message instanceof JSONRPCResponse answer) || unanswered.remove(answer.id());
  }

  private static void hand(
      JSONRPCMessage message, Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    handler
        .apply(Mono.just(message))
        .subscribe(_ -> {}, error -> log.debug("A message could not be handled", error));
  }

  /// What is no message is passed over: many servers greet on their standard output.
  private Optional<JSONRPCMessage> message(String line) {
    try {
      JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(json, line);
      if (message instanceof JSONRPCNotification notification) {
        // The tools are listed once. The SDK's session would warn of each, and a server could send
        // them without end.
        log.debug("{} passed over", Text.line(notification.method(), LOG_LINE));
        return Optional.empty();
      }
      return Optional.of(message);
    } catch (IOException | RuntimeException e) {
      log.debug("Passed over, no message: {}", Text.line(line, LOG_LINE));
      return broken(line);
    }
  }

  /// An answer that cannot be read is still one, and its caller need not wait for another.
  private static Optional<JSONRPCMessage> broken(String line) {
    Optional<JsonNode> answer =
        Json.anyObject(line).filter(o -> !o.has("method")).map(o -> o.path("id"));
    return answer
        .filter(JsonNode::isString)
        .map(
            id ->
                JSONRPCResponse.error(
                    id.stringValue(),
                    new JSONRPCResponse.JSONRPCError(UNREADABLE, "no JSON-RPC answer")));
  }

  private void write() {
    try (OutputStream out = process.input()) {
      for (byte[] line = outbox.take(); line != END; line = outbox.take()) {
        out.write(line);
        out.flush();
      }
    } catch (IOException e) {
      failAsEnded("closed its input");
    } catch (InterruptedException e) {
      failure.complete("cannot be written to any more");
    }
  }
}
