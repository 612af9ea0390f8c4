package dev.corvid.tools;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Sends one request and reads at most so many bytes of the answer within a time-out that covers
/// all of it. Follows nothing. Thread-safe; the client opens with the first request.
final class Wire implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable HttpClient client;

  /// An answer as far as it was read.
  record Answer(int status, HttpHeaders headers, byte[] bytes, End end) {
    /// A header's first value, or an empty text.
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /// How the reading of a body ended.
  enum End {
    COMPLETE,
    /// It is longer than what may be read.
    CAPPED,
    /// The connection was lost on the way, or the time was over.
    BROKEN_OFF
  }

  /// No answer came.
  static final class Unanswered extends Exception {
    private final boolean sent;

    Unanswered(String why, boolean sent, @Nullable Throwable cause) {
      super(why, cause);
      this.sent = sent;
    }

    /// Whether the request may have reached the server.
    boolean sent() {
      return sent;
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  /// @throws CancellationException if this thread is interrupted
  Answer send(HttpRequest request, Duration timeout, int mostBytes) throws Unanswered {
    AtomicReference<@Nullable CappedBody> body = new AtomicReference<>();
    CompletableFuture<HttpResponse<CappedBody.Read>> exchange =
        client()
            .sendAsync(
                request,
                info -> {
                  CappedBody reading = new CappedBody(info, mostBytes);
                  body.set(reading);
                  return reading;
                });
    try {
      HttpResponse<CappedBody.Read> response =
          exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return answer(response.statusCode(), response.headers(), response.body());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (TimeoutException e) {
      exchange.cancel(true);
      return late(body.get(), timeout);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private static Answer answer(int status, HttpHeaders headers, CappedBody.Read read) {
    return new Answer(status, headers, read.bytes(), read.end());
  }

  /// The time is over: what came counts if the status was among it.
  private static Answer late(@Nullable CappedBody body, Duration timeout) throws Unanswered {
    if (body == null) {
      throw new Unanswered("no answer within " + timeout.toSeconds() + " s", true, null);
    }
    return answer(body.info().statusCode(), body.info().headers(), body.breakOff());
  }

  private static Unanswered failure(@Nullable Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException e ->
          new Unanswered("no connection within " + CONNECT.toSeconds() + " s", false, e);
      case ConnectException e when unresolved(e) ->
          new Unanswered("the name of the host does not resolve", false, e);
      case ConnectException e -> new Unanswered("the connection was refused", false, e);
      case SSLHandshakeException e -> new Unanswered("no safe connection: " + first(e), false, e);
      case HttpTimeoutException e -> new Unanswered("no answer in time", true, e);
      case IOException e -> new Unanswered("the connection was lost: " + first(e), true, e);
      case null, default -> new Unanswered("the request failed: " + first(cause), true, cause);
    };
  }

  private static boolean unresolved(Throwable e) {
    return e instanceof UnresolvedAddressException
        || (e.getCause() != null && unresolved(e.getCause()));
  }

  private static String first(@Nullable Throwable e) {
    String text = e == null || e.getMessage() == null ? "no reason given" : e.getMessage();
    return Texts.describe(text, 160);
  }

  private HttpClient client() {
    lock.lock();
    try {
      HttpClient open = client;
      if (open == null) {
        open =
            HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        client = open;
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (client != null) {
        client.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
  }
}
