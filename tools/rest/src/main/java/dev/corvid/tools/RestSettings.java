package dev.corvid.tools;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What the user says about an API beside its specification.
///
/// @param baseUrl the server to use instead of those the specification names
/// @param allowedOrigins further places where requests may go, as the user typed them: plain
///   `http` and the own machine included
/// @param credentials by the names of the specification's security schemes; they are sent only to
///   origins that the user named: `baseUrl`, `allowedOrigins`, and where the specification itself
///   was fetched
/// @param timeout for a whole answer
/// @param mostBytes how much of an answer is read
/// @param mostCharacters how long the text is that a model reads of it
/// @param userCredentials those of the users for whom calls are made
public record RestSettings(
    Optional<URI> baseUrl,
    Set<URI> allowedOrigins,
    Map<String, Secret> credentials,
    Duration timeout,
    int mostBytes,
    int mostCharacters,
    UserCredentials userCredentials) {
  private static final RestSettings DEFAULTS =
      new RestSettings(
          Optional.empty(),
          Set.of(),
          Map.of(),
          Duration.ofSeconds(30),
          1 << 20,
          2_000,
          UserCredentials.NONE);

  public RestSettings {
    Objects.requireNonNull(baseUrl, "baseUrl");
    allowedOrigins = Set.copyOf(allowedOrigins);
    credentials = Map.copyOf(credentials);
    Objects.requireNonNull(userCredentials, "userCredentials");
    requireUrl(baseUrl);
    allowedOrigins.forEach(url -> requireUrl(Optional.of(url)));
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, got " + timeout);
    }
    if (mostBytes < 1_000 || mostCharacters < 100) {
      throw new IllegalArgumentException(
          "mostBytes must be >= 1000 and mostCharacters >= 100, got %d and %d"
              .formatted(mostBytes, mostCharacters));
    }
  }

  public static RestSettings defaults() {
    return DEFAULTS;
  }

  /// @throws IllegalArgumentException if it is no `http` or `https` URL
  public RestSettings withBaseUrl(String url) {
    return new RestSettings(
        Optional.of(Origin.url(url)),
        allowedOrigins,
        credentials,
        timeout,
        mostBytes,
        mostCharacters,
        userCredentials);
  }

  /// @throws IllegalArgumentException if it is no `http` or `https` URL
  public RestSettings withAllowedOrigin(String url) {
    Set<URI> origins = new LinkedHashSet<>(allowedOrigins);
    origins.add(Origin.url(url));
    return new RestSettings(
        baseUrl, origins, credentials, timeout, mostBytes, mostCharacters, userCredentials);
  }

  public RestSettings withCredential(String scheme, Secret secret) {
    Map<String, Secret> all = new HashMap<>(credentials);
    all.put(scheme, secret);
    return new RestSettings(
        baseUrl, allowedOrigins, all, timeout, mostBytes, mostCharacters, userCredentials);
  }

  /// Credentials of single users, which go before the others.
  public RestSettings withUserCredentials(UserCredentials value) {
    return new RestSettings(
        baseUrl, allowedOrigins, credentials, timeout, mostBytes, mostCharacters, value);
  }

  public RestSettings withTimeout(Duration value) {
    return new RestSettings(
        baseUrl, allowedOrigins, credentials, value, mostBytes, mostCharacters, userCredentials);
  }

  public RestSettings withMostBytes(int value) {
    return new RestSettings(
        baseUrl, allowedOrigins, credentials, timeout, value, mostCharacters, userCredentials);
  }

  public RestSettings withMostCharacters(int value) {
    return new RestSettings(
        baseUrl, allowedOrigins, credentials, timeout, mostBytes, value, userCredentials);
  }

  /// The origins that the user named, with the one a specification was fetched from.
  Set<Origin> typedOrigins(Specification specification) {
    Set<Origin> origins = new LinkedHashSet<>();
    baseUrl.ifPresent(url -> origins.add(Origin.of(url)));
    allowedOrigins.forEach(url -> origins.add(Origin.of(url)));
    specification.source().ifPresent(url -> origins.add(Origin.of(url)));
    return origins;
  }

  private static void requireUrl(Optional<URI> url) {
    url.ifPresent(
        u -> {
          Origin unused = Origin.of(u);
        });
  }
}
