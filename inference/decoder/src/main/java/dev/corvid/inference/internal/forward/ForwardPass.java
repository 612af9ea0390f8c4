package dev.corvid.inference.internal.forward;

import dev.corvid.inference.internal.kernels.WeightMatrix;
import dev.corvid.inference.internal.kernels.WeightMatrix.Product;
import dev.corvid.inference.internal.kernels.Workers;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/// Reads tokens: fills a [KvCache] and gives the logits of what comes next. Not thread-safe.
///
/// Tokens are read in batches, so that a matrix is fetched from memory once for all of them; a
/// batch of one is a decoding step.
public final class ForwardPass {
  /// The most tokens of one batch.
  public static final int BATCH = 256;

  private static final int BLOCK = 8;

  private final Weights weights;
  private final ModelShape shape;
  private final Workers workers;
  private final VectorMath math = VectorMath.active();
  private final Attention attention;
  private Buffers buffers;
  private int count;

  /// Compile what a pass needs besides the kernels of its weights, on tiny inputs.
  public static void warmUp() {
    MathWarmUp.run(VectorMath.active());
  }

  public ForwardPass(Weights weights, Workers workers) {
    this.weights = weights;
    this.shape = weights.shape();
    this.workers = workers;
    attention = new Attention(shape, math);
    buffers = new Buffers(shape, weights.rotary().pairs(), 1);
  }

  /// Read `tokens[from..to)` at the positions of the same numbers, after what the cache holds
  /// of `tokens[0..from)`.
  ///
  /// @throws IndexOutOfBoundsException unless 1 to [#BATCH] tokens are given
  public void read(KvCache cache, int[] tokens, int from, int to) {
    Objects.checkFromToIndex(from, to, tokens.length);
    count = to - from;
    Objects.checkIndex(count - 1, BATCH);
    if (buffers.tokens < count) {
      buffers = new Buffers(shape, weights.rotary().pairs(), count);
    }
    Buffers b = buffers;
    cache.reserve(to);
    eachToken(count, t -> begin(tokens[from + t], from + t, t, b));
    int last = shape.layers() - 1;
    for (int l = 0; l <= last; l++) {
      Weights.Layer layer = weights.layers().get(l);
      WeightMatrix.multiplyAll(
          List.of(
              Product.to(layer.query(), b.query),
              Product.to(layer.key(), b.key),
              Product.to(layer.value(), b.value)),
          b.normed,
          count,
          workers);
      int index = l;
      eachToken(count, t -> keep(cache, index, from + t, t, b));
      attention.run(cache, l, from, count, b.query, b.attended, workers);
      layer.attentionOutput().multiply(b.attended, count, b.change, 0, shape.width(), workers);
      eachToken(count, t -> addAndNorm(t, layer.feedForwardNorm(), b));
      WeightMatrix.multiplyAll(
          List.of(Product.to(layer.gate(), b.gate), Product.to(layer.up(), b.up)),
          b.normed,
          count,
          workers);
      int hidden = shape.feedForward();
      eachToken(count, t -> math.swiGlu(b.gate, b.up, t * hidden, (t + 1) * hidden));
      layer.down().multiply(b.gate, count, b.change, 0, shape.width(), workers);
      float[] nextNorm =
          l == last ? weights.outputNorm() : weights.layers().get(l + 1).attentionNorm();
      eachToken(count, t -> addAndNorm(t, nextNorm, b));
    }
  }

  /// Tokens of the last batch.
  public int count() {
    return count;
  }

  /// Write the logits after each of `rows` tokens of the last batch, from its token `first`
  /// on, to `out`, one row of `vocabulary` floats per token.
  public void logits(int first, int rows, float[] out) {
    Objects.checkFromIndexSize(first, rows, count);
    int width = shape.width();
    float[] hidden = buffers.normed;
    if (first > 0) {
      hidden = new float[rows * width];
      System.arraycopy(buffers.normed, first * width, hidden, 0, rows * width);
    }
    weights.head().multiply(hidden, rows, out, 0, shape.vocabulary(), workers);
  }

  /// The logarithm of the sum of `vocabulary` exponentials from `logits[offset]` on.
  public double logSumExp(float[] logits, int offset) {
    return math.logSumExp(logits, offset, shape.vocabulary());
  }

  private void begin(int token, int position, int t, Buffers b) {
    int width = shape.width();
    weights.rotary().angles(position, b.cosines, b.sines, t * weights.rotary().pairs());
    weights.embedding().row(token, b.residual, t * width);
    float[] norm = weights.layers().getFirst().attentionNorm();
    math.rmsNorm(b.residual, t * width, norm, shape.normEpsilon(), b.normed, t * width);
  }

  private void keep(KvCache cache, int l, int position, int t, Buffers b) {
    Weights.Layer layer = weights.layers().get(l);
    int query = t * shape.queryWidth();
    int key = t * shape.kvWidth();
    math.add(b.query, query, layer.queryBias(), 0, layer.queryBias().length);
    math.add(b.key, key, layer.keyBias(), 0, layer.keyBias().length);
    math.add(b.value, key, layer.valueBias(), 0, layer.valueBias().length);
    int pairs = weights.rotary().pairs();
    for (int head = 0; head < shape.heads(); head++) {
      math.rotate(b.query, query + head * shape.headSize(), pairs, b.cosines, b.sines, t * pairs);
    }
    for (int head = 0; head < shape.kvHeads(); head++) {
      math.rotate(b.key, key + head * shape.headSize(), pairs, b.cosines, b.sines, t * pairs);
    }
    cache.write(l, position, b.key, b.value, key);
  }

  private void addAndNorm(int t, float[] norm, Buffers b) {
    int at = t * shape.width();
    math.add(b.residual, at, b.change, at, shape.width());
    math.rmsNorm(b.residual, at, norm, shape.normEpsilon(), b.normed, at);
  }

  /// Call `step` for each token; a single one is not worth waking a worker.
  private void eachToken(int count, IntConsumer step) {
    if (count == 1) {
      step.accept(0);
      return;
    }
    workers.run(
        (count + BLOCK - 1) / BLOCK,
        block -> {
          for (int t = block * BLOCK; t < Math.min(count, (block + 1) * BLOCK); t++) {
            step.accept(t);
          }
        });
  }

  /// Activations of a batch, one row per token.
  private static final class Buffers {
    private final int tokens;
    private final float[] residual;
    private final float[] normed;
    private final float[] query;
    private final float[] key;
    private final float[] value;
    private final float[] attended;
    private final float[] change;
    private final float[] gate;
    private final float[] up;
    private final float[] cosines;
    private final float[] sines;

    Buffers(ModelShape shape, int pairs, int tokens) {
      this.tokens = tokens;
      residual = new float[tokens * shape.width()];
      normed = new float[tokens * shape.width()];
      query = new float[tokens * shape.queryWidth()];
      key = new float[tokens * shape.kvWidth()];
      value = new float[tokens * shape.kvWidth()];
      attended = new float[tokens * shape.queryWidth()];
      change = new float[tokens * shape.width()];
      gate = new float[tokens * shape.feedForward()];
      up = new float[tokens * shape.feedForward()];
      cosines = new float[tokens * pairs];
      sines = new float[tokens * pairs];
    }
  }
}
