package dev.corvid.autoconfigure;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.inference.LocalLanguageModel;

/// How operators see a model, without loading it.
final class ModelState {
  private ModelState() {}

  static String of(LanguageModel model) {
    return model instanceof LazyLanguageModel lazy
        ? lazy.loaded().map(open -> open.description().name()).orElse("not loaded yet")
        : model.description().name();
  }

  /// Whether it computes in this process, and so by the kernels that the JVM can have.
  static boolean isLocal(LanguageModel model) {
    return model instanceof LazyLanguageModel lazy
        ? lazy.isLocal()
        : model instanceof LocalLanguageModel;
  }
}
