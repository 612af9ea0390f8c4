package dev.corvid.command;

import dev.corvid.agent.ToolPolicy;
import dev.corvid.agent.spi.Tool;
import dev.corvid.tools.RestSettings;
import dev.corvid.tools.RestTools;
import dev.corvid.tools.Secret;
import dev.corvid.tools.Specification;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The APIs that `--spec` names, with what the configuration and the other options say of them.
public final class Apis {
  public static final Option<String> SPEC =
      Option.text("spec", "FILE|URL|NAME", "an OpenAPI document, or an API of corvid.yaml")
          .repeated();
  public static final Option<String> BASE_URL =
      Option.text("base-url", "URL", "the server to call, in place of those of the document");
  public static final Option<String> ALLOW_ORIGIN =
      Option.text("allow-origin", "URL", "also call this server, be it http or local").repeated();

  private static final String KEY = "corvid.apis";

  private final Configuration configuration;
  private final boolean offline;

  Apis(Configuration configuration, boolean offline) {
    this.configuration = configuration;
    this.offline = offline;
  }

  /// Open the tools of all that `--spec` names; the caller closes them.
  ///
  /// @throws UsageException if there is none, or an option's value cannot be used
  /// @throws dev.corvid.tools.SpecificationException if a document cannot be used
  public RestTools open(Invocation invocation) {
    List<String> specs = invocation.values(SPEC);
    if (specs.isEmpty()) {
      throw new UsageException(
          "--spec is missing.", "Add --spec FILE or URL of an OpenAPI document.");
    }
    return open(
        specs, invocation.value(BASE_URL).stream().toList(), invocation.values(ALLOW_ORIGIN));
  }

  /// The same for values that were written down.
  ///
  /// @param baseUrls at most one
  public RestTools open(List<String> specs, List<String> baseUrls, List<String> origins) {
    Optional<String> baseUrl = baseUrls.stream().findFirst();
    if (specs.size() > 1 && baseUrl.isPresent()) {
      throw new UsageException(
          "--base-url is for one --spec, got " + specs.size() + ".",
          "Configure corvid.apis.NAME.base-url for each.");
    }
    List<RestTools.Api> apis = new ArrayList<>();
    for (String spec : specs) {
      apis.add(api(spec, baseUrl, origins));
    }
    return RestTools.of(apis);
  }

  /// Whether `--spec` means an API of the configuration by this word.
  public boolean isNamed(String spec) {
    return configuration.names(KEY).contains(spec);
  }

  private RestTools.Api api(String spec, Optional<String> baseUrl, List<String> allowed) {
    boolean named = isNamed(spec);
    String prefix = KEY + "." + spec + ".";
    String place = named ? requireSpec(prefix) : spec;
    RestSettings settings = RestSettings.defaults();
    if (named) {
      for (String scheme : configuration.names(prefix + "credentials")) {
        settings = settings.withCredential(scheme, secret(prefix + "credentials." + scheme));
      }
      for (String origin :
          Configuration.separated(configuration.values(prefix + "allow-origins"))) {
        settings = checked(prefix + "allow-origins", origin, settings::withAllowedOrigin);
      }
    }
    Optional<String> configured =
        named ? configuration.value(prefix + "base-url") : Optional.empty();
    if (baseUrl.isPresent()) {
      settings = checked("--base-url", baseUrl.get(), settings::withBaseUrl);
    } else if (configured.isPresent()) {
      settings = checked(prefix + "base-url", configured.get(), settings::withBaseUrl);
    }
    for (String origin : allowed) {
      settings = checked("--allow-origin", origin, settings::withAllowedOrigin);
    }
    return new RestTools.Api(specification(place), settings);
  }

  private String requireSpec(String prefix) {
    return configuration
        .value(prefix + "spec")
        .orElseThrow(
            () ->
                new ConfigurationException(
                    prefix + "spec is missing", "Set it to a file or URL in corvid.yaml."));
  }

  private Secret secret(String key) {
    try {
      return Secret.of(configuration.value(key).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s cannot be used: %s".formatted(key, e.getMessage()),
          "Write ${NAME} and set that environment variable.",
          e);
    }
  }

  private static RestSettings checked(
      String name, String url, Function<String, RestSettings> reader) {
    try {
      return reader.apply(url);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "%s %s, got '%s'.".formatted(name, e.getMessage(), url),
          "Write a whole URL such as https://api.example.com.");
    }
  }

  private Specification specification(String place) {
    if (place.startsWith("http://") || place.startsWith("https://")) {
      if (offline) {
        throw new UsageException(
            "--offline forbids to fetch " + place + ".", "Give the document as a file.");
      }
      return usable(place, () -> Specification.read(URI.create(place)));
    }
    return usable(place, () -> Specification.read(Path.of(place)));
  }

  private static Specification usable(String place, Supplier<Specification> reader) {
    try {
      return reader.get();
    } catch (InvalidPathException e) {
      throw new UsageException(
          "--spec cannot be read as a path: '" + place + "'.", "Give a file or a URL.");
    } catch (IllegalArgumentException e) {
      throw new UsageException("--spec is no URL: '" + place + "'.", "Give a file or a URL.");
    }
  }

  /// What the configuration says of calls of a tool, if it says something.
  ///
  /// @throws ConfigurationException if it is neither ask nor allow nor deny
  public Optional<ToolPolicy> policy(List<String> specs, Tool tool) {
    for (String spec : specs) {
      String key = "%s.%s.policies.%s".formatted(KEY, spec, tool.spec().name());
      Optional<String> word = configuration.value(key);
      if (word.isPresent()) {
        return Optional.of(policy(key, word.get()));
      }
    }
    return Optional.empty();
  }

  private static ToolPolicy policy(String key, String word) {
    for (ToolPolicy policy : ToolPolicy.values()) {
      if (Option.word(policy).equals(word.strip().toLowerCase(Locale.ROOT))) {
        return policy;
      }
    }
    throw new ConfigurationException(
        "%s must be ask, allow or deny, got '%s'".formatted(key, word), "Correct corvid.yaml.");
  }
}
