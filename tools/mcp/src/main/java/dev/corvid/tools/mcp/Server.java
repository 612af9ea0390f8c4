package dev.corvid.tools.mcp;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server that is started again when it has died: once for each call that finds it dead.
/// Thread-safe.
final class Server implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Server.class);

  private final List<String> command;
  private final McpSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private Connection connection;
  private boolean closed;

  /// @throws McpException if it does not start
  Server(List<String> command, McpSettings settings) {
    this.command = List.copyOf(command);
    this.settings = settings;
    this.connection = Connection.open(this.command, settings);
  }

  /// Send a request to the server, which is started again if it has died.
  Reply request(String method, Object params) {
    try {
      return running().request(method, params, settings.callTimeout());
    } catch (McpException e) {
      // What it wrote last is for the user, not for the model.
      log.warn("{}", e.getMessage());
      return new Reply.Unsent("has died and cannot be started again");
    }
  }

  /// The connection to it; a new one if the last is broken.
  Connection running() {
    lockInterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("The MCP server '%s' was closed".formatted(program()));
      }
      Optional<String> failure = connection.failure();
      if (failure.isPresent()) {
        log.warn("The MCP server '{}' {}; it is started again", program(), failure.get());
        connection = Connection.open(command, settings);
      }
      return connection;
    } finally {
      lock.unlock();
    }
  }

  private void lockInterruptibly() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the call was interrupted");
    }
  }

  private String program() {
    return Text.line(command.getFirst(), 100);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      connection.close();
    } finally {
      lock.unlock();
    }
  }
}
