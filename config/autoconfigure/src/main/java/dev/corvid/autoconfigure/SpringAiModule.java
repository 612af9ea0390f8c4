package dev.corvid.autoconfigure;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.springai.SpringAiLanguageModel;
import org.springframework.util.ClassUtils;

/// Whether `corvid-spring-ai` is on the class path.
final class SpringAiModule {
  private static final String TYPE = "dev.corvid.springai.SpringAiLanguageModel";

  private SpringAiModule() {}

  /// @throws PropertyException if a property asks for what only that module can do
  static void requireIf(boolean asked, String property) {
    if (asked && !isThere()) {
      throw new PropertyException(
          "%s is true, and corvid-spring-ai is not on the class path".formatted(property),
          "Add dev.corvid:corvid-spring-ai, or leave the property out.");
    }
  }

  private static boolean isThere() {
    return ClassUtils.isPresent(TYPE, ClassUtils.getDefaultClassLoader());
  }

  /// Whether a model is one of Spring AI's, which tell what they do themselves.
  static boolean isOf(LanguageModel model) {
    return isThere() && model instanceof SpringAiLanguageModel;
  }
}
