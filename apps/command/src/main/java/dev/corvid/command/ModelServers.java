package dev.corvid.command;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.inference.catalog.ModelCatalog;
import dev.corvid.inference.remote.RemoteLanguageModel;
import dev.corvid.inference.remote.RemoteSettings;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// The model servers that `--model` and the configuration name. The configured key goes to the
/// configured server only, or, if none is configured, to the one that `--model` names.
final class ModelServers {
  private static final String URL = "corvid.model.url";
  private static final String NAME = "corvid.model.name";
  private static final String KEY = "corvid.model.key";
  private static final String CONTEXT = "corvid.model.context-length";

  private final Configuration configuration;
  private final ModelCatalog catalog;
  private final boolean offline;

  ModelServers(Configuration configuration, ModelCatalog catalog, boolean offline) {
    this.configuration = configuration;
    this.catalog = catalog;
    this.offline = offline;
  }

  /// The server of the configuration, if there is one.
  Optional<ModelChoice> configured() {
    return configuration
        .value(URL)
        .map(url -> new ModelChoice.Remote(url, configuration.value(NAME).orElse("")));
  }

  /// The server that `--model` names. A configured name is its model's id if it is the configured
  /// server; if none is configured, unless the name means a model on this machine.
  ModelChoice named(String url) {
    Optional<String> configured = configuration.value(URL);
    Optional<String> id =
        configuration
            .value(NAME)
            .filter(
                name ->
                    configured
                        .map(other -> isSameOrigin(other, url))
                        .orElseGet(() -> catalog.find(name).isEmpty()));
    return new ModelChoice.Remote(url, id.orElse(""));
  }

  /// @throws UsageException if the URL is none, or not to be asked
  /// @throws dev.corvid.inference.remote.RemoteException if the server does not answer
  LanguageModel open(ModelChoice.Remote remote) {
    RemoteSettings settings = settings(remote.url()).withModel(remote.id());
    if (offline && !isLoopback(settings.url())) {
      throw new UsageException(
          "--offline forbids to ask the model server " + settings.url() + ".",
          "Leave --offline out, or name a model on this machine.");
    }
    return RemoteLanguageModel.open(withContext(withKey(settings)));
  }

  /// The URL is not shown: it may hold a password.
  private static RemoteSettings settings(String url) {
    try {
      return RemoteSettings.of(URI.create(url.strip()));
    } catch (IllegalArgumentException e) {
      String rule = String.valueOf(e.getMessage());
      throw new UsageException(
          "The URL of the model server %s."
              .formatted(rule.startsWith("url ") ? rule.substring(4) : "cannot be read"),
          "Write the base of its API, such as http://localhost:8080/v1; the key goes into the environment variable CORVID_MODEL_KEY.");
    }
  }

  private RemoteSettings withKey(RemoteSettings settings) {
    Optional<String> configured = configuration.value(URL);
    if (configured.isPresent() && !isSameOrigin(configured.get(), settings.url().toString())) {
      return settings;
    }
    Optional<String> key = configuration.value(KEY);
    try {
      return key.isPresent() ? settings.withKey(key.get()) : settings;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s cannot be used: %s".formatted(KEY, e.getMessage()),
          "Write ${NAME} and set that environment variable.",
          e);
    }
  }

  private RemoteSettings withContext(RemoteSettings settings) {
    Optional<String> length = configuration.value(CONTEXT);
    try {
      return length.isPresent()
          ? settings.withContextLength(Integer.parseInt(length.get().strip()))
          : settings;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s must be a number of tokens of at least 2, got '%s'".formatted(CONTEXT, length.get()),
          "Write how many tokens the server's model reads, such as 32768.",
          e);
    }
  }

  private static boolean isSameOrigin(String oneUrl, String otherUrl) {
    URI one = settings(oneUrl).url();
    URI other = settings(otherUrl).url();
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI url) {
    int standard = url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return url.getPort() < 0 ? standard : url.getPort();
  }

  /// Whether the server is on this machine. Names are not looked up: that would be a question to
  /// the network.
  private static boolean isLoopback(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
