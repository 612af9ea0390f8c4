package dev.corvid.springai;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.inference.onnx.BgeSmallEmbedder;
import dev.corvid.test.TextEmbedderContract;
import org.junit.jupiter.api.AfterAll;

/// A real embedder that has gone through Spring AI and back.
class SpringAiTextEmbedderTests extends TextEmbedderContract {
  private static final TextEmbedder LOCAL = BgeSmallEmbedder.open(2);

  @Override
  protected TextEmbedder open() {
    return SpringAiTextEmbedder.of(CorvidEmbeddingModel.of(LOCAL), LOCAL.id());
  }

  @AfterAll
  static void closeLocal() {
    LOCAL.close();
  }
}
