package dev.corvid.autoconfigure;

import dev.corvid.agent.spi.LanguageModel;

/// How operators see a model, without loading it.
final class ModelState {
  private ModelState() {}

  static String of(LanguageModel model) {
    return model instanceof LazyLanguageModel lazy
        ? lazy.loaded().map(open -> open.description().name()).orElse("not loaded yet")
        : model.description().name();
  }
}
