package dev.corvid.inference;

import dev.corvid.inference.Architecture.RotaryPairs;
import dev.corvid.inference.internal.forward.ModelShape;
import dev.corvid.inference.internal.forward.RotaryEmbedding;
import dev.corvid.inference.internal.forward.Weights;
import dev.corvid.inference.internal.kernels.WeightMatrix;
import dev.corvid.inference.internal.kernels.WeightRows;
import dev.corvid.inference.internal.kernels.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Turns a model file into [Weights]. Metadata is checked before any weight is touched, and
/// each tensor's shape against it.
final class WeightsLoader {
  private static final int ALIGNMENT = 64;

  private final ModelFile file;
  private final ShapeReader reader;
  private final ModelShape shape;
  private final Arena arena;
  private final Workers workers;
  private final Set<String> used = new HashSet<>();

  private WeightsLoader(ModelFile file, Arena arena, Workers workers) {
    this.file = file;
    this.arena = arena;
    this.workers = workers;
    this.reader = new ShapeReader(file);
    this.shape = reader.shape();
  }

  /// Read and repack all weights into `arena`, with all `workers`. They are valid as long as
  /// both `file` and `arena` are.
  ///
  /// @throws ModelFileException if the architecture is unknown, metadata breaks a rule, or a
  ///     tensor is missing, has another shape, or is one that the pass would ignore
  static Weights load(ModelFile file, Arena arena, Workers workers) {
    return new WeightsLoader(file, arena, workers).load();
  }

  private Weights load() {
    RotaryEmbedding rotary = rotary();
    Tensor embedding = tensor("token_embd.weight", shape.width(), shape.vocabulary());
    List<Weights.Layer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(layer("blk." + i + "."));
    }
    float[] outputNorm = vector("output_norm.weight", shape.width());
    boolean tied = !file.tensors().containsKey("output.weight");
    WeightMatrix head =
        matrix(tied ? "token_embd.weight" : "output.weight", shape.width(), shape.vocabulary());
    requireAllUsed();
    WeightRows rows =
        new WeightRows(embedding.type(), shape.vocabulary(), shape.width(), embedding.data());
    return new Weights(shape, rotary, rows, layers, outputNorm, head);
  }

  private Weights.Layer layer(String prefix) {
    int width = shape.width();
    return new Weights.Layer(
        vector(prefix + "attn_norm.weight", width),
        rotated(prefix + "attn_q.weight", shape.heads()),
        rotated(prefix + "attn_k.weight", shape.kvHeads()),
        matrix(prefix + "attn_v.weight", width, shape.kvWidth()),
        rotatedBias(prefix + "attn_q.bias", shape.heads()),
        rotatedBias(prefix + "attn_k.bias", shape.kvHeads()),
        bias(prefix + "attn_v.bias", shape.kvWidth()),
        matrix(prefix + "attn_output.weight", shape.queryWidth(), width),
        vector(prefix + "ffn_norm.weight", width),
        matrix(prefix + "ffn_gate.weight", width, shape.feedForward()),
        matrix(prefix + "ffn_up.weight", width, shape.feedForward()),
        matrix(prefix + "ffn_down.weight", shape.feedForward(), width));
  }

  private RotaryEmbedding rotary() {
    int size = reader.rotarySize();
    float[] factors = new float[size / 2];
    Arrays.fill(factors, 1);
    if (file.tensors().containsKey("rope_freqs.weight")) {
      factors = vector("rope_freqs.weight", size / 2);
    }
    return RotaryEmbedding.of(size, reader.rotaryBase(), factors, reader.positionScale());
  }

  private WeightMatrix matrix(String name, int columns, int rows) {
    Tensor tensor = tensor(name, columns, rows);
    return WeightMatrix.pack(tensor.type(), rows, columns, tensor.data(), arena, workers);
  }

  /// A matrix whose result is turned by the rotary embedding: its rows are put in the order in
  /// which halves of a head are paired.
  private WeightMatrix rotated(String name, int heads) {
    int rows = heads * shape.headSize();
    if (reader.architecture().rotaryPairs() == RotaryPairs.HALVES) {
      return matrix(name, shape.width(), rows);
    }
    Tensor tensor = tensor(name, shape.width(), rows);
    long bytes = tensor.type().bytes(shape.width());
    MemorySegment ordered = arena.allocate(rows * bytes, ALIGNMENT);
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(tensor.data(), neighbour(row) * bytes, ordered, row * bytes, bytes);
    }
    return WeightMatrix.pack(tensor.type(), rows, shape.width(), ordered, arena, workers);
  }

  /// Where the file keeps what belongs to `row` when halves are paired.
  private long neighbour(int row) {
    int within = row % shape.headSize();
    int half = reader.rotarySize() / 2;
    if (within >= 2 * half) {
      return row;
    }
    return row - within + 2L * (within % half) + within / half;
  }

  private float[] rotatedBias(String name, int heads) {
    float[] bias = bias(name, heads * shape.headSize());
    if (bias.length == 0 || reader.architecture().rotaryPairs() == RotaryPairs.HALVES) {
      return bias;
    }
    float[] ordered = new float[bias.length];
    for (int row = 0; row < bias.length; row++) {
      ordered[row] = bias[(int) neighbour(row)];
    }
    return ordered;
  }

  private float[] bias(String name, int length) {
    boolean expected = reader.architecture().attentionBias() || file.tensors().containsKey(name);
    return expected ? vector(name, length) : new float[0];
  }

  private float[] vector(String name, int length) {
    Tensor tensor = tensor(name, length);
    float[] values = new float[length];
    new WeightRows(tensor.type(), 1, length, tensor.data()).row(0, values, 0);
    return values;
  }

  private Tensor tensor(String name, long... expected) {
    Tensor tensor = file.tensor(name);
    List<Long> wanted = Arrays.stream(expected).boxed().toList();
    if (!tensor.shape().equals(wanted)) {
      throw ModelFileException.damaged(
          file.path(),
          "tensor '%s' must have the shape %s, has %s".formatted(name, wanted, tensor.shape()));
    }
    if (expected[0] % tensor.type().blockSize() != 0) {
      throw ModelFileException.damaged(
          file.path(),
          "rows of tensor '%s' must be whole blocks of %d weights, have %d"
              .formatted(name, tensor.type().blockSize(), expected[0]));
    }
    used.add(name);
    return tensor;
  }

  /// A tensor left over would change the result if it were used: better to refuse than to be
  /// wrong.
  private void requireAllUsed() {
    for (String name : file.tensors().keySet()) {
      if (!used.contains(name)) {
        throw new ModelFileException(
            file.path(),
            "tensor '%s' is not part of the architecture '%s' as the decoder knows it"
                .formatted(name, reader.architecture().id()),
            "Name a model of the plain architecture: " + Architecture.supported() + ".");
      }
    }
  }
}
