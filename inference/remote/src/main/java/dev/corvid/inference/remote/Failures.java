package dev.corvid.inference.remote;

import dev.corvid.agent.CorvidException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says what went wrong with a server, and what to do about it.
record Failures(RemoteSettings settings) {

  /// A request met no answer.
  RemoteException of(@Nullable Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException e ->
          unreachable("no connection within " + seconds(settings.connectTimeout()), e);
      case ConnectException e when unresolved(e) -> unreachable("its name does not resolve", e);
      case ConnectException e -> unreachable("the connection was refused", e);
      case SSLException e ->
          new RemoteException.Refused(
              Kind.FAILED,
              about("no safe connection: " + words(e)),
              "Check the scheme of the URL and the server's certificate.",
              new ServerError(0, "", "", Duration.ZERO));
      case ProtocolException e -> notUnderstood("what answers does not speak HTTP: " + words(e));
      case null -> unreachable("the connection was lost", null);
      default -> unreachable("the connection was lost: " + words(cause), cause);
    };
  }

  private static boolean unresolved(Throwable e) {
    return e instanceof UnresolvedAddressException
        || e.getCause() != null && unresolved(e.getCause());
  }

  private RemoteException unreachable(String why, @Nullable Throwable cause) {
    return new RemoteException.Unreachable(
        about(why), "Check the URL and whether the server runs.", cause);
  }

  RemoteException timedOut() {
    return new RemoteException.TimedOut(
        about("no word within " + seconds(settings.timeout())),
        "Try again, or give the server more time.");
  }

  /// The answer ended before it was complete.
  ///
  /// @param begun whether a part of it had come
  RemoteException cut(boolean begun, @Nullable IOException cause) {
    String why = "the answer was cut off" + (cause == null ? "" : ": " + words(cause));
    return begun
        ? new RemoteException.CutOff(about(why), "Try again.", cause)
        : unreachable(why, cause);
  }

  RemoteException notUnderstood(String what) {
    return new RemoteException.NotUnderstood(
        about(what),
        "Check that the URL is the base of an OpenAI-compatible API; mostly it ends in /v1.");
  }

  /// A server sends the caller elsewhere, where the key must not go.
  RemoteException redirected(int status, HttpHeaders headers) {
    String where = headers.firstValue("Location").map(this::origin).orElse("elsewhere");
    return new RemoteException.Refused(
        Kind.INPUT,
        about("it redirects (%d) to %s, which is not followed".formatted(status, where)),
        "Set the URL to where the server is.",
        new ServerError(status, "", "", Duration.ZERO));
  }

  private String origin(String location) {
    try {
      URI target = settings.url().resolve(location.strip());
      String port = target.getPort() < 0 ? "" : ":" + target.getPort();
      String path = target.getPath() == null ? "" : target.getPath();
      return quoted(target.getScheme() + "://" + target.getHost() + port + path);
    } catch (IllegalArgumentException e) {
      return "elsewhere";
    }
  }

  RemoteException of(ServerError error) {
    String said = error.message().isBlank() ? "" : ": " + quoted(error.message());
    int status = error.status();
    return switch (status) {
      case 401, 403 ->
          new RemoteException.KeyRefused(
              about(
                  "it refuses %s (%d)%s"
                      .formatted(
                          settings.key().isPresent() ? "the key" : "to answer without a key",
                          status,
                          said)),
              "Set the key that the server wants.");
      case 429, 502, 503, 504 ->
          new RemoteException.Busy(
              about(
                  "it cannot answer now (%d)%s%s".formatted(status, waiting(error.pause()), said)),
              "Try again later.",
              error.pause());
      default -> refused(error, said);
    };
  }

  private RemoteException refused(ServerError error, String said) {
    int status = error.status();
    if (error.isAboutContext()) {
      return new RemoteException.PromptTooLong(about("the prompt is too long for it" + said));
    }
    if (error.names("model_not_found") || status == 404 && error.names("model")) {
      return new RemoteException.ModelUnknown(
          about("it has no model '%s'%s".formatted(quoted(settings.model()), said)),
          "Name one of the models that %s/models lists.".formatted(settings.url()));
    }
    if (status == 404 || status == 405) {
      return new RemoteException.Refused(
          Kind.INPUT,
          about("there is no such API (%d)%s".formatted(status, said)),
          "Check the URL: mostly it ends in /v1.",
          error);
    }
    return new RemoteException.Refused(
        Kind.FAILED,
        about(
            "it %s (%d)%s"
                .formatted(status < 500 ? "refuses the request" : "failed", status, said)),
        status < 500 ? "Change what its words name." : "See the server's log.",
        error);
  }

  private static String waiting(Duration wait) {
    return wait.isZero() ? "" : " and asks to wait " + seconds(wait);
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  String about(String what) {
    return "The model server %s: %s.".formatted(settings.url(), what.replaceFirst("\\.$", ""));
  }

  /// A server may repeat the key it was sent.
  String quoted(String text) {
    Optional<String> key = settings.key();
    return Texts.quoted(key.isPresent() ? text.replace(key.get(), "***") : text);
  }

  private String words(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : quoted(e.getMessage());
  }
}
