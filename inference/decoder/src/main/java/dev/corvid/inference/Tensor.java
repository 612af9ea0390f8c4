package dev.corvid.inference;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One tensor of a [ModelFile]: a name, a shape and encoded weights.
public final class Tensor {
  private final Path path;
  private final String name;
  private final int typeId;
  private final List<Long> shape;
  private final @Nullable MemorySegment data;

  Tensor(Path path, String name, int typeId, List<Long> shape, @Nullable MemorySegment data) {
    this.path = path;
    this.name = name;
    this.typeId = typeId;
    this.shape = shape;
    this.data = data;
  }

  public String name() {
    return name;
  }

  /// Dimensions as ggml orders them: the first is the length of a row, whose weights are adjacent;
  /// the second, if any, the number of rows. One to four, each `>= 1`.
  public List<Long> shape() {
    return shape;
  }

  /// The number of weights.
  public long weights() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /// How the weights are encoded.
  ///
  /// @throws ModelFileException if the decoder does not read this type
  public TensorType type() {
    return TensorType.ofId(typeId).orElseThrow(this::unsupported);
  }

  /// What GGUF calls the encoding, also where the decoder does not read it.
  public String typeName() {
    return TensorTypeNames.of(typeId);
  }

  /// The encoded weights, exactly [TensorType#bytes(long)] bytes, read-only; valid until the
  /// [ModelFile] is closed.
  ///
  /// @throws ModelFileException if the decoder does not read this type
  public MemorySegment data() {
    if (data == null) {
      throw unsupported();
    }
    return data;
  }

  private ModelFileException unsupported() {
    return new ModelFileException(
        path,
        "tensor '%s' has the type %s; supported are %s"
            .formatted(name, TensorTypeNames.of(typeId), Arrays.toString(TensorType.values())),
        "Name a file in a supported quantisation, for instance Q4_K_M or Q8_0.");
  }

  @Override
  public String toString() {
    return name + shape + " " + TensorTypeNames.of(typeId);
  }
}
