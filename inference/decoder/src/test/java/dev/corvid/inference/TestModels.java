package dev.corvid.inference;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.inference.catalog.ModelStore;
import dev.corvid.inference.catalog.PullListener;
import java.nio.file.Path;

/// Models of the catalogue for tests, pulled once into the user's cache.
final class TestModels {
  private TestModels() {}

  static Path path(String name) {
    ModelStore store = new ModelStore(CorvidFolders.of(System.getenv()).models());
    return store.pull(name, PullListener.SILENT);
  }
}
