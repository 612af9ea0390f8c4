package dev.corvid.inference.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A folder of model files, each named `<model>.gguf`. Thread-safe; several processes may share the
/// folder.
public final class ModelStore {
  private final Path directory;
  private final Network network;
  private final ModelCatalog catalog;

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
    this.directory = Objects.requireNonNull(directory, "directory");
    this.network = Objects.requireNonNull(network, "network");
    this.catalog = ModelCatalog.load();
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
    if (Files.exists(file)) {
      return file;
    }
    throw new UnsupportedOperationException("Downloads come with the next commit");
  }

  /// Check the file's SHA-256, which reads it all.
  ///
  /// @throws ModelException.Corrupt if it is missing or another one
  public void verify(CatalogModel model) {
    throw new UnsupportedOperationException("Comes with the next commit: " + network);
  }

  /// Delete the model's file and what an interrupted download left.
  ///
  /// @return whether there was a file
  public boolean remove(CatalogModel model) {
    throw new UnsupportedOperationException("Comes with the next commit");
  }
}
