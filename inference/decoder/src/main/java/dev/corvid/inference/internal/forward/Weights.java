package dev.corvid.inference.internal.forward;

import dev.corvid.inference.internal.kernels.WeightMatrix;
import dev.corvid.inference.internal.kernels.WeightRows;
import java.util.List;

/// Everything a model learned.
///
/// @param embedding one row per token
/// @param outputNorm weights of the last RMSNorm
/// @param head turns a hidden state into logits
public record Weights(
    ModelShape shape,
    RotaryEmbedding rotary,
    WeightRows embedding,
    List<Layer> layers,
    float[] outputNorm,
    WeightMatrix head) {

  public Weights {
    layers = List.copyOf(layers);
  }

  /// One transformer block. Biases are added to queries, keys and values; a model without them
  /// has empty arrays.
  public record Layer(
      float[] attentionNorm,
      WeightMatrix query,
      WeightMatrix key,
      WeightMatrix value,
      float[] queryBias,
      float[] keyBias,
      float[] valueBias,
      WeightMatrix attentionOutput,
      float[] feedForwardNorm,
      WeightMatrix gate,
      WeightMatrix up,
      WeightMatrix down) {}
}
