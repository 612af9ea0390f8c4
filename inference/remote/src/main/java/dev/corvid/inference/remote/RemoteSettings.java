package dev.corvid.inference.remote;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Where a server is and how to talk to it.
///
/// @param url the base of the server's API, such as `http://localhost:8080/v1`: `http` or `https`,
///   without user name, query or fragment; a slash at its end makes no difference
/// @param model the model's id on the server; empty takes the only one that the server offers
/// @param key sent as `Authorization: Bearer`, to this server only; shown nowhere
/// @param contextLength the most tokens that prompt and completion may have together, `>= 2`:
///   servers do not tell
/// @param connectTimeout how long connecting may take
/// @param timeout the longest time in which the server may say nothing of its answer
/// @param retries how often a request is sent again that met no server, a busy one or a lost
///   connection, `0` to `10`; none is once text has come
public record RemoteSettings(
    URI url,
    String model,
    Optional<String> key,
    int contextLength,
    Duration connectTimeout,
    Duration timeout,
    int retries) {
  private static final int MOST_RETRIES = 10;

  /// @throws IllegalArgumentException if a part breaks its rule; the message does not hold the key
  public RemoteSettings {
    url = base(url);
    model = model.strip();
    key = key.map(RemoteSettings::sendable);
    if (contextLength < 2) {
      throw new IllegalArgumentException("contextLength must be >= 2, got " + contextLength);
    }
    requirePositive(connectTimeout, "connectTimeout");
    requirePositive(timeout, "timeout");
    if (retries < 0 || retries > MOST_RETRIES) {
      throw new IllegalArgumentException(
          "retries must be in 0..%d, got %d".formatted(MOST_RETRIES, retries));
    }
  }

  /// A server without a key that offers one model: 8,192 tokens of context, five seconds to
  /// connect, two minutes of silence, two retries.
  public static RemoteSettings of(URI url) {
    return new RemoteSettings(
        url, "", Optional.empty(), 8192, Duration.ofSeconds(5), Duration.ofMinutes(2), 2);
  }

  public RemoteSettings withModel(String value) {
    return new RemoteSettings(url, value, key, contextLength, connectTimeout, timeout, retries);
  }

  public RemoteSettings withKey(String value) {
    return new RemoteSettings(
        url, model, Optional.of(value), contextLength, connectTimeout, timeout, retries);
  }

  public RemoteSettings withContextLength(int value) {
    return new RemoteSettings(url, model, key, value, connectTimeout, timeout, retries);
  }

  public RemoteSettings withConnectTimeout(Duration value) {
    return new RemoteSettings(url, model, key, contextLength, value, timeout, retries);
  }

  public RemoteSettings withTimeout(Duration value) {
    return new RemoteSettings(url, model, key, contextLength, connectTimeout, value, retries);
  }

  public RemoteSettings withRetries(int value) {
    return new RemoteSettings(url, model, key, contextLength, connectTimeout, timeout, value);
  }

  private static URI base(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    require(scheme.equals("http") || scheme.equals("https"), "begin with http:// or https://");
    require(url.getRawUserInfo() == null, "not carry a user name");
    require(url.getHost() != null, "name a host");
    require(url.getRawQuery() == null && url.getRawFragment() == null, "end with its path");
    String text = url.toString();
    return URI.create(text.replaceFirst("/+$", ""));
  }

  // The URL is not shown: it may hold a password.
  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("url must " + rule);
    }
  }

  private static String sendable(String key) {
    String stripped = key.strip();
    if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("key must be ASCII without blanks");
    }
    return stripped;
  }

  private static void requirePositive(Duration value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }
  }

  @Override
  public String toString() {
    return "RemoteSettings[url=%s, model=%s, key=%s, contextLength=%d, connectTimeout=%s, timeout=%s, retries=%d]"
        .formatted(
            url,
            model,
            key.isPresent() ? "***" : "none",
            contextLength,
            connectTimeout,
            timeout,
            retries);
  }
}
