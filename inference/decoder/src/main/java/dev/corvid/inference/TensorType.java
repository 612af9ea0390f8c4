package dev.corvid.inference;

import java.util.Optional;

/// The encodings of a GGUF tensor that the decoder reads. A tensor is a run of blocks; a block
/// encodes [#blockSize()] consecutive weights of one row in [#blockBytes()] bytes.
///
/// Layouts as in ggml's `ggml-common.h`.
public enum TensorType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210);

  private final int id;
  private final int blockSize;
  private final int blockBytes;

  TensorType(int id, int blockSize, int blockBytes) {
    this.id = id;
    this.blockSize = blockSize;
    this.blockBytes = blockBytes;
  }

  /// The type that GGUF numbers `id`, or empty if the decoder does not read it.
  public static Optional<TensorType> ofId(int id) {
    for (TensorType type : values()) {
      if (type.id == id) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /// The number of this type in a GGUF file.
  public int id() {
    return id;
  }

  /// Weights per block; the columns of a matrix are a multiple of it.
  public int blockSize() {
    return blockSize;
  }

  /// Bytes per block.
  public int blockBytes() {
    return blockBytes;
  }

  /// Bytes that `weights` weights take.
  ///
  /// @throws IllegalArgumentException if `weights` is negative or no multiple of the block size
  /// @throws ArithmeticException if the result does not fit a long
  public long bytes(long weights) {
    if (weights < 0 || weights % blockSize != 0) {
      throw new IllegalArgumentException(
          "weights of " + this + " must be a multiple of " + blockSize + ", got " + weights);
    }
    return Math.multiplyExact(weights / blockSize, blockBytes);
  }
}
