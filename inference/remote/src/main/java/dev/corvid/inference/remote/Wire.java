package dev.corvid.inference.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends requests to one server, with the key and to nowhere else: no redirect is followed.
/// Thread-safe.
final class Wire implements AutoCloseable {
  private static final int LONGEST_ERROR = 1 << 16;
  private static final Duration FOR_AN_ERROR = Duration.ofSeconds(10);

  private final RemoteSettings settings;
  private final Failures failures;
  private final HttpClient client;
  private volatile boolean closed;

  Wire(RemoteSettings settings) {
    this.settings = settings;
    this.failures = new Failures(settings);
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(version(settings.url()))
            .build();
  }

  /// Some servers stumble over the offer of HTTP/2 that goes with a plain request.
  private static HttpClient.Version version(URI url) {
    return "https".equalsIgnoreCase(url.getScheme())
        ? HttpClient.Version.HTTP_2
        : HttpClient.Version.HTTP_1_1;
  }

  /// An answer whose status is 200; its body is still to be read, and to be closed.
  ///
  /// @param url on this server
  /// @param patience for the answer to begin
  /// @throws RemoteException if there is no answer or another one
  /// @throws CancellationException if this thread is interrupted; the flag stays
  Body post(URI url, byte[] json, Duration patience) {
    return body(
        request(url)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build(),
        patience);
  }

  /// The same for a request without a body.
  Body get(URI url, Duration patience) {
    return body(request(url).GET().build(), patience);
  }

  URI url(String path) {
    return URI.create(settings.url() + path);
  }

  private HttpRequest.Builder request(URI url) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).header("Accept", "text/event-stream, application/json");
    settings.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request;
  }

  private Body body(HttpRequest request, Duration patience) {
    HttpResponse<Body> response = send(request, patience);
    int status = response.statusCode();
    if (status == 200) {
      return response.body();
    }
    try (Body body = response.body()) {
      HttpHeaders headers = response.headers();
      if (status >= 300 && status < 400) {
        throw failures.redirected(status, headers);
      }
      throw failures.of(ServerError.of(status, beginning(body), headers.firstValue("Retry-After")));
    }
  }

  private HttpResponse<Body> send(HttpRequest request, Duration patience) {
    if (closed) {
      throw new IllegalStateException("the model is closed: " + settings.model());
    }
    CompletableFuture<HttpResponse<Body>> exchange = client.sendAsync(request, info -> new Body());
    try {
      return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      throw interrupted();
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw failures.timedOut();
    } catch (ExecutionException e) {
      throw failures.of(e.getCause());
    }
  }

  /// What a server says of a failure; what it says no more does not matter.
  private static byte[] beginning(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long end = System.nanoTime() + FOR_AN_ERROR.toNanos();
    try {
      byte[] piece = body.next(until(end));
      while (piece.length > 0 && bytes.size() < LONGEST_ERROR) {
        bytes.write(piece, 0, Math.min(piece.length, LONGEST_ERROR - bytes.size()));
        piece = body.next(until(end));
      }
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (IOException | TimeoutException e) {
      return bytes.toByteArray();
    }
    return bytes.toByteArray();
  }

  /// All of an answer.
  ///
  /// @param patience for the whole of it
  /// @throws RemoteException if it is longer than so many bytes, late or cut
  byte[] all(Body answer, int mostBytes, Duration patience) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long end = System.nanoTime() + patience.toNanos();
    try (answer) {
      byte[] piece = answer.next(until(end));
      while (piece.length > 0) {
        bytes.writeBytes(piece);
        if (bytes.size() > mostBytes) {
          throw failures.notUnderstood("an answer of more than %,d bytes".formatted(mostBytes));
        }
        piece = answer.next(until(end));
      }
      return bytes.toByteArray();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (IOException e) {
      throw failures.cut(false, e);
    } catch (TimeoutException e) {
      throw failures.timedOut();
    }
  }

  private static Duration until(long end) {
    return Duration.ofNanos(end - System.nanoTime());
  }

  /// Tell of an interrupt, and keep it.
  static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted while a model server answered");
  }

  @Override
  public void close() {
    closed = true;
    client.shutdownNow();
  }
}
