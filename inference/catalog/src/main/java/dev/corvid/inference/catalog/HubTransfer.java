package dev.corvid.inference.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Fetches a file by HTTP, continuing where the part file ends, also after a cut connection.
final class HubTransfer {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int MOST_CUTS = 5;

  private final PartFile part;
  private final Meter meter;
  private final Duration patience;

  /// @param patience how long a server that has accepted the connection may send nothing
  HubTransfer(PartFile part, Meter meter, Duration patience) {
    this.part = part;
    this.meter = meter;
    this.patience = patience;
  }

  void fetch(URI uri) throws IOException, InterruptedException {
    // NORMAL follows no redirect from https to http.
    try (var client =
            HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        var watch = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory())) {
      for (int cuts = 0; !part.complete(); cuts++) {
        long before = part.length();
        try {
          request(client, uri, watch);
        } catch (IOException e) {
          rethrowInterrupt();
          if (part.length() == before || cuts == MOST_CUTS) {
            throw new IOException(reason(e), e);
          }
        }
      }
    }
  }

  private void request(HttpClient client, URI uri, ScheduledExecutorService watch)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(patience)
            .header("Range", "bytes=" + part.length() + "-")
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      positionAt(response);
      var stalled = new StallWatch(body, patience);
      var watching = watch.scheduleWithFixedDelay(stalled, 100, 100, TimeUnit.MILLISECONDS);
      try {
        copy(body, stalled);
      } catch (IOException e) {
        throw stalled.gaveUp()
            ? new IOException("nothing came for %d s".formatted(patience.toSeconds()), e)
            : e;
      } finally {
        watching.cancel(false);
      }
    }
  }

  private void positionAt(HttpResponse<?> response) throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (response.statusCode() == 200) {
      part.restart();
    } else if (response.statusCode() != 206) {
      throw new IOException("HTTP status " + response.statusCode());
    } else if (!range.startsWith("bytes " + part.length() + "-")) {
      throw new IOException("asked for bytes from " + part.length() + ", it sends " + range);
    }
  }

  private void copy(InputStream body, StallWatch stalled) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count; (count = body.read(buffer)) >= 0; ) {
      stalled.moved();
      part.append(buffer, count);
      meter.at(part.length());
    }
    if (!part.complete()) {
      throw new IOException("it ends after %d bytes".formatted(part.length()));
    }
  }

  // The client reports an interrupt while it reads a body as an IOException.
  private static void rethrowInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case HttpConnectTimeoutException _ -> "no connection within " + CONNECT.toSeconds() + " s";
      case ConnectException refused when unresolved(refused) -> "its name does not resolve";
      case ConnectException _ -> "no connection";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static boolean unresolved(Throwable e) {
    return e instanceof UnresolvedAddressException
        || (e.getCause() != null && unresolved(e.getCause()));
  }

  /// Closes a body that sends nothing: the request's time-out ends with the headers.
  private static final class StallWatch implements Runnable {
    private final InputStream body;
    private final long patience;
    private volatile long last = System.nanoTime();
    private volatile boolean gaveUp;

    StallWatch(InputStream body, Duration patience) {
      this.body = body;
      this.patience = patience.toNanos();
    }

    void moved() {
      last = System.nanoTime();
    }

    boolean gaveUp() {
      return gaveUp;
    }

    @Override
    public void run() {
      if (System.nanoTime() - last < patience) {
        return;
      }
      gaveUp = true;
      try {
        body.close();
      } catch (IOException ignored) {
        // The reader sees the end of the stream either way.
      }
    }
  }
}
