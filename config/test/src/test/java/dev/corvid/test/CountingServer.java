package dev.corvid.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// A server that counts what is written to it. A request with a key that it knows does nothing.
final class CountingServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> keys = Collections.synchronizedSet(new HashSet<>());
  private volatile Consumer<String> arrival = call -> {};

  CountingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// Called with the id of each call that has been carried out, before it is answered.
  void onArrival(Consumer<String> value) {
    arrival = value;
  }

  /// The ids of the calls that were carried out, once for each time.
  List<String> done() {
    synchronized (done) {
      return List.copyOf(done);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = String.valueOf(exchange.getRequestHeaders().getFirst("X-Call"));
      if (exchange.getRequestURI().getPath().equals("/barrier")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      String key = KilledRun.key(exchange.getRequestHeaders());
      if (key.isEmpty() || keys.add(key)) {
        done.add(call);
      }
      arrival.accept(call);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /// Wait until everything has arrived that a process sent which is gone: requests are handled one
  /// after the other, and those that came earlier are in the same round at the latest.
  void settle() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
        socket
            .getOutputStream()
            .write(
                "GET /barrier HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
        socket.getInputStream().readAllBytes();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
