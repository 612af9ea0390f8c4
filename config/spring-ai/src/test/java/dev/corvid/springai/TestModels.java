package dev.corvid.springai;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.inference.LocalLanguageModel;
import dev.corvid.inference.ModelSettings;
import dev.corvid.inference.catalog.ModelStore;
import dev.corvid.inference.catalog.PullListener;

/// Models of the catalogue for tests, pulled once into the user's cache.
final class TestModels {
  private TestModels() {}

  /// A real model, small enough for every build, which knows very little.
  static LocalLanguageModel small() {
    ModelStore store = new ModelStore(CorvidFolders.of(System.getenv()).models());
    return LocalLanguageModel.open(
        store.pull("smollm2-135m", PullListener.SILENT),
        ModelSettings.defaults().withContextLength(1024));
  }
}
