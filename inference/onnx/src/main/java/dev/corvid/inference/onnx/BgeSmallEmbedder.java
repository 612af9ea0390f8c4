package dev.corvid.inference.onnx;

import dev.corvid.agent.spi.TextEmbedder;
import java.util.List;

/// Embeds English text with bge-small-en-v1.5, 384 dimensions, quantised to int8.
public final class BgeSmallEmbedder implements TextEmbedder {
  private BgeSmallEmbedder() {}

  /// Open the model that lies on the class path.
  ///
  /// @param threads how many threads one call of [#embed] uses, at least 1
  public static BgeSmallEmbedder open(int threads) {
    throw new UnsupportedOperationException("Comes with the next commit: " + threads);
  }

  @Override
  public String id() {
    return "bge-small-en-v1.5-q";
  }

  @Override
  public int dimensions() {
    return 384;
  }

  @Override
  public List<float[]> embed(List<String> texts, Purpose purpose) {
    throw new UnsupportedOperationException("Comes with the next commit");
  }

  @Override
  public int countTokens(String text) {
    throw new UnsupportedOperationException("Comes with the next commit");
  }

  @Override
  public void close() {}
}
