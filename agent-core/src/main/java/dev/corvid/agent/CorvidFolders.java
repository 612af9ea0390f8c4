package dev.corvid.agent;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Where Corvid keeps its files: `CORVID_HOME` if set, else the folders of the platform (XDG on
/// Linux, `~/Library` on macOS, `%LOCALAPPDATA%` on Windows). Nothing is created here.
///
/// @param cache what can be made again: models, indexes, evaluation results
/// @param data what cannot be made again: runs, memory
/// @param config where `corvid.yaml` lies
public record CorvidFolders(Path cache, Path data, Path config) {
  public CorvidFolders {
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(config, "config");
  }

  /// Find the folders for an environment such as `System.getenv()` on the platform that runs.
  public static CorvidFolders of(Map<String, String> environment) {
    return of(environment, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  static CorvidFolders of(Map<String, String> environment, String system, Path home) {
    String own = environment.getOrDefault("CORVID_HOME", "");
    if (!own.isBlank()) {
      return under(Path.of(own).toAbsolutePath().normalize());
    }
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return under(absolute(environment, "LOCALAPPDATA", home.resolve("AppData/Local")));
    }
    if (name.startsWith("mac")) {
      Path support = home.resolve("Library/Application Support/corvid");
      return new CorvidFolders(
          home.resolve("Library/Caches/corvid"),
          support.resolve("data"),
          support.resolve("config"));
    }
    return new CorvidFolders(
        absolute(environment, "XDG_CACHE_HOME", home.resolve(".cache")),
        absolute(environment, "XDG_DATA_HOME", home.resolve(".local/share")),
        absolute(environment, "XDG_CONFIG_HOME", home.resolve(".config")));
  }

  /// The folder of downloaded models.
  public Path models() {
    return cache.resolve("models");
  }

  private static CorvidFolders under(Path folder) {
    return new CorvidFolders(
        folder.resolve("cache"), folder.resolve("data"), folder.resolve("config"));
  }

  // The XDG specification says to ignore relative paths; an empty variable counts as unset.
  private static Path absolute(Map<String, String> environment, String variable, Path otherwise) {
    String value = environment.getOrDefault(variable, "");
    Path base = value.isBlank() ? otherwise : Path.of(value);
    return (base.isAbsolute() ? base : otherwise).resolve("corvid");
  }
}
