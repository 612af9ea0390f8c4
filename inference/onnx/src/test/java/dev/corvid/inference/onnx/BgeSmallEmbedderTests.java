package dev.corvid.inference.onnx;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.test.TextEmbedderContract;

class BgeSmallEmbedderTests extends TextEmbedderContract {
  @Override
  protected TextEmbedder open() {
    return BgeSmallEmbedder.open(2);
  }
}
