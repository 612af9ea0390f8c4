package dev.corvid.inference.internal.forward;

import java.util.Objects;

/// Rotary position embedding (Su et al., RoFormer, 2021): the pair `(i, i + size / 2)` of a
/// head is turned by `position · frequency[i]`.
///
/// Models whose files pair neighbours `(2i, 2i + 1)` have their query and key rows reordered
/// when they are loaded, which leaves every dot product of a query and a key as it was.
public final class RotaryEmbedding {
  private final double[] frequencies;

  private RotaryEmbedding(double[] frequencies) {
    this.frequencies = frequencies;
  }

  /// Frequencies `base^(-2i / size) / (factors[i] · positionScale)`.
  ///
  /// @param size values of a head that are turned, even
  /// @param base such as 10,000
  /// @param factors one per pair; all 1 for a model without them
  /// @param positionScale positions are divided by it; 1 unless the context was stretched
  public static RotaryEmbedding of(int size, double base, float[] factors, double positionScale) {
    if (size < 2 || size % 2 != 0) {
      throw new IllegalArgumentException("size must be even and >= 2, got " + size);
    }
    Objects.checkFromIndexSize(0, size / 2, factors.length);
    double[] frequencies = new double[size / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = Math.pow(base, -2.0 * i / size) / (factors[i] * positionScale);
    }
    return new RotaryEmbedding(frequencies);
  }

  /// Pairs that are turned in each head.
  int pairs() {
    return frequencies.length;
  }

  /// Write the cosines and sines of one position to `[offset, offset + pairs())`.
  void angles(int position, float[] cosines, float[] sines, int offset) {
    for (int i = 0; i < frequencies.length; i++) {
      double angle = position * frequencies[i];
      cosines[offset + i] = (float) Math.cos(angle);
      sines[offset + i] = (float) Math.sin(angle);
    }
  }
}
