package dev.corvid.inference.catalog;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A hub on this machine that serves bytes with ranges, and misbehaves on demand.
final class FileServer implements AutoCloseable {
  final List<String> ranges = new CopyOnWriteArrayList<>();
  volatile int status = 206;
  volatile int cutAfter = Integer.MAX_VALUE;
  volatile boolean stall;
  volatile String redirect = "";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final byte[] bytes;

  FileServer(byte[] bytes) throws IOException {
    this.bytes = bytes;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:%d/model".formatted(server.getAddress().getPort()));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      ranges.add(range);
      if (!redirect.isEmpty()) {
        exchange.getResponseHeaders().set("Location", redirect);
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      int from = status == 206 ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
      exchange.sendResponseHeaders(status, status < 300 ? bytes.length - from : -1);
      if (status < 300) {
        send(exchange.getResponseBody(), from);
      }
    }
  }

  private void send(OutputStream out, int from) throws IOException {
    int count = Math.min(cutAfter, bytes.length - from);
    out.write(bytes, from, count);
    if (stall) {
      out.flush();
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
