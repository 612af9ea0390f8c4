package dev.corvid.inference.internal.forward;

/// The numbers that define a decoder-only transformer.
///
/// @param layers transformer blocks
/// @param width of the residual stream
/// @param feedForward width of the gated feed-forward layer
/// @param heads query heads
/// @param kvHeads key and value heads; each serves `heads / kvHeads` query heads (Ainslie et
///     al., 2023)
/// @param headSize values per head
/// @param vocabulary tokens the head scores
/// @param contextLength tokens the model was trained to read
/// @param normEpsilon added to the mean square by RMSNorm
public record ModelShape(
    int layers,
    int width,
    int feedForward,
    int heads,
    int kvHeads,
    int headSize,
    int vocabulary,
    int contextLength,
    float normEpsilon) {

  public ModelShape {
    requirePositive(layers, "layers");
    requirePositive(width, "width");
    requirePositive(feedForward, "feedForward");
    requirePositive(heads, "heads");
    requirePositive(kvHeads, "kvHeads");
    requirePositive(headSize, "headSize");
    requirePositive(vocabulary, "vocabulary");
    requirePositive(contextLength, "contextLength");
    if (heads % kvHeads != 0) {
      throw new IllegalArgumentException(
          "heads must be a multiple of kvHeads, got " + heads + " and " + kvHeads);
    }
    if (!(normEpsilon >= 0) || Float.isInfinite(normEpsilon)) {
      throw new IllegalArgumentException("normEpsilon must be finite and >= 0, got " + normEpsilon);
    }
  }

  /// Values of all query heads of one token.
  public int queryWidth() {
    return heads * headSize;
  }

  /// Values of all key heads (or all value heads) of one token.
  public int kvWidth() {
    return kvHeads * headSize;
  }

  /// Query heads that share one key and value head.
  public int groupSize() {
    return heads / kvHeads;
  }

  private static void requirePositive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be >= 1, got " + value);
    }
  }
}
