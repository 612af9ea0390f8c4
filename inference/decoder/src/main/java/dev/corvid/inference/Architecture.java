package dev.corvid.inference;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The model families the decoder knows: what differs between their files. They share RMSNorm,
/// rotary positions, grouped attention and SwiGLU.
enum Architecture {
  /// Llama, Mistral, SmolLM.
  LLAMA("llama", RotaryPairs.NEIGHBOURS, false),
  /// Qwen 2 and 2.5.
  QWEN2("qwen2", RotaryPairs.HALVES, true);

  /// Which two values of a head are turned together.
  enum RotaryPairs {
    /// `2i` and `2i + 1`.
    NEIGHBOURS,
    /// `i` and `i + size / 2`.
    HALVES
  }

  private final String id;
  private final RotaryPairs rotaryPairs;
  private final boolean attentionBias;

  Architecture(String id, RotaryPairs rotaryPairs, boolean attentionBias) {
    this.id = id;
    this.rotaryPairs = rotaryPairs;
    this.attentionBias = attentionBias;
  }

  static Optional<Architecture> of(String id) {
    return Arrays.stream(values()).filter(a -> a.id.equals(id)).findFirst();
  }

  static String supported() {
    return Arrays.stream(values()).map(Architecture::id).collect(Collectors.joining(", "));
  }

  /// The value of `general.architecture`, and the prefix of the family's keys.
  String id() {
    return id;
  }

  RotaryPairs rotaryPairs() {
    return rotaryPairs;
  }

  /// Whether queries, keys and values always have a bias; without it they may have one.
  boolean attentionBias() {
    return attentionBias;
  }
}
