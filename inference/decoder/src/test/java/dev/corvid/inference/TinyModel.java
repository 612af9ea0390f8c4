package dev.corvid.inference;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A model of two layers with random f32 weights, of either architecture. Both forms of one seed
/// compute the same: the llama form pairs neighbours in a head, the qwen2 form halves, with biases
/// of zero.
final class TinyModel {
  static final int VOCABULARY = 263;
  private static final int WIDTH = 32;
  private static final int HEADS = 4;
  private static final int KV_HEADS = 2;
  private static final int HEAD = WIDTH / HEADS;
  private static final int HIDDEN = 48;
  private static final int LAYERS = 2;

  private final Random random;
  private final String architecture;
  private final Map<String, long[]> shapes = new TreeMap<>();
  private final Map<String, float[]> tensors = new TreeMap<>();
  private final Map<String, Consumer<GgufWriter>> metadata = new TreeMap<>();

  TinyModel(String architecture, long seed) {
    this.random = new Random(seed);
    this.architecture = architecture;
    integer("block_count", LAYERS);
    integer("embedding_length", WIDTH);
    integer("feed_forward_length", HIDDEN);
    integer("context_length", 64);
    integer("attention.head_count", HEADS);
    integer("attention.head_count_kv", KV_HEADS);
    number("attention.layer_norm_rms_epsilon", 1e-5f);
    tensor("token_embd.weight", WIDTH, VOCABULARY);
    tensor("output_norm.weight", WIDTH);
    for (int i = 0; i < LAYERS; i++) {
      layer("blk." + i + ".");
    }
  }

  private void layer(String prefix) {
    tensor(prefix + "attn_norm.weight", WIDTH);
    rotated(prefix + "attn_q", HEADS);
    rotated(prefix + "attn_k", KV_HEADS);
    tensor(prefix + "attn_v.weight", WIDTH, KV_HEADS * HEAD);
    bias(prefix + "attn_v.bias", KV_HEADS * HEAD);
    tensor(prefix + "attn_output.weight", WIDTH, WIDTH);
    tensor(prefix + "ffn_norm.weight", WIDTH);
    tensor(prefix + "ffn_gate.weight", WIDTH, HIDDEN);
    tensor(prefix + "ffn_up.weight", WIDTH, HIDDEN);
    tensor(prefix + "ffn_down.weight", HIDDEN, WIDTH);
  }

  private void rotated(String name, int heads) {
    tensor(name + ".weight", WIDTH, heads * HEAD);
    bias(name + ".bias", heads * HEAD);
    if (architecture.equals("llama")) {
      float[] halves = requireNonNull(tensors.get(name + ".weight"));
      float[] neighbours = new float[halves.length];
      for (int row = 0; row < heads * HEAD; row++) {
        int within = row % HEAD;
        int from = row - within + within / 2 + within % 2 * HEAD / 2;
        System.arraycopy(halves, from * WIDTH, neighbours, row * WIDTH, WIDTH);
      }
      tensors.put(name + ".weight", neighbours);
    }
  }

  private void bias(String name, int length) {
    if (architecture.equals("qwen2")) {
      set(name, new float[length], length);
    }
  }

  private void tensor(String name, int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian() / 4 + (shape.length == 1 ? 1 : 0);
    }
    set(name, values, shape);
  }

  TinyModel set(String name, float[] values, int... shape) {
    long[] dimensions = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      dimensions[i] = shape[i];
    }
    shapes.put(name, dimensions);
    tensors.put(name, values);
    return this;
  }

  TinyModel without(String tensor) {
    shapes.remove(tensor);
    tensors.remove(tensor);
    return this;
  }

  TinyModel integer(String name, int value) {
    metadata.put(name, w -> w.unsigned(architecture + "." + name, value));
    return this;
  }

  TinyModel number(String name, float value) {
    metadata.put(name, w -> w.number(architecture + "." + name, value));
    return this;
  }

  TinyModel string(String name, String value) {
    metadata.put(name, w -> w.string(architecture + "." + name, value));
    return this;
  }

  GgufWriter writer() {
    GgufWriter writer = TinyVocabulary.writer("qwen2").string("general.architecture", architecture);
    metadata.values().forEach(entry -> entry.accept(writer));
    tensors.forEach(
        (name, values) ->
            writer.tensor(name, TensorType.F32, bytes(values), requireNonNull(shapes.get(name))));
    return writer;
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      out.putFloat(value);
    }
    return out.array();
  }
}
