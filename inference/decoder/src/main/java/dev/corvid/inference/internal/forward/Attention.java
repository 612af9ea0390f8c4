package dev.corvid.inference.internal.forward;

import dev.corvid.inference.internal.kernels.Workers;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Causal attention of a batch of tokens over everything before them and themselves.
///
/// Softmax and the sum over values are computed page by page (Dao et al., FlashAttention,
/// 2022), so scores never leave the first-level cache. The query heads that share a key head,
/// and neighbouring tokens, form the rows of one tile.
final class Attention {
  private static final int TILE_ROWS = 32;
  private static final int PAGE = KvCache.PAGE;
  private static final float MASKED = -1e30f;

  private final ModelShape shape;
  private final VectorMath math;
  private final ThreadLocal<Tile> tiles;

  Attention(ModelShape shape, VectorMath math) {
    this.shape = shape;
    this.math = math;
    int rows = Math.max(TILE_ROWS, shape.groupSize());
    int padded = (rows + VectorMath.ROW_TILE - 1) / VectorMath.ROW_TILE * VectorMath.ROW_TILE;
    tiles =
        ThreadLocal.withInitial(
            () -> new Tile(padded, shape.headSize(), KvCache.valueStride(shape)));
  }

  /// Attend with `tokens` queries, the first at `position`, and write the result of token t to
  /// `out[t * queryWidth..]`. Their keys and values are in the cache already.
  void run(
      KvCache cache,
      int layer,
      int position,
      int tokens,
      float[] query,
      float[] out,
      Workers workers) {
    int tileTokens = Math.min(tokens, Math.max(1, TILE_ROWS / shape.groupSize()));
    int tokenTiles = (tokens + tileTokens - 1) / tileTokens;
    int headTasks = headTasks(tokenTiles, workers.threads());
    int headsPerTask = shape.heads() / headTasks;
    workers.run(
        headTasks * tokenTiles,
        task -> {
          // The last tokens see the most positions: start with them, so that threads end together.
          int first = (tokenTiles - 1 - task / headTasks) * tileTokens;
          int count = Math.min(tileTokens, tokens - first);
          Tile tile = tiles.get();
          tile.firstHead = task % headTasks * headsPerTask;
          tile.heads = headsPerTask;
          tile.position = position + first;
          tile.tokens = count;
          tile.queryOffset = first * shape.queryWidth();
          attend(tile, cache, layer, query, out);
        });
  }

  /// How many parts the query heads are cut into: one per key head, more if threads would be
  /// idle.
  private int headTasks(int tokenTiles, int threads) {
    int tasks = shape.kvHeads();
    for (int parts = 2; parts <= shape.groupSize() && tasks * tokenTiles < threads; parts++) {
      if (shape.groupSize() % parts == 0) {
        tasks = shape.kvHeads() * parts;
      }
    }
    return tasks;
  }

  private void attend(Tile tile, KvCache cache, int layer, float[] query, float[] out) {
    int kvHead = tile.firstHead / shape.groupSize();
    long keys = cache.keys(layer, kvHead);
    long values = cache.values(layer, kvHead);
    int rows = tile.load(query, shape);
    int end = tile.position + tile.tokens;
    for (int start = 0; start < end; start += PAGE) {
      MemorySegment page = cache.page(start / PAGE);
      Arrays.fill(tile.scores, 0, rows * PAGE, 0);
      math.accumulate(
          tile.query, shape.headSize(), rows, page, keys, shape.headSize(), tile.scores, PAGE);
      softmax(tile, start);
      int depth = Math.min(PAGE, end - start);
      math.accumulate(tile.scores, PAGE, rows, page, values, depth, tile.sums, tile.stride);
    }
    tile.store(out, shape);
  }

  /// Turn the page's scores into weights relative to each row's maximum so far, and bring the
  /// row's earlier sums to the same scale.
  private void softmax(Tile tile, int start) {
    for (int row = 0; row < tile.tokens * tile.heads; row++) {
      int at = row * PAGE;
      int visible = tile.position + row / tile.heads + 1 - start;
      if (visible < PAGE) {
        Arrays.fill(tile.scores, at + Math.max(0, visible), at + PAGE, MASKED);
      }
      float max = Math.max(tile.max[row], math.max(tile.scores, at, PAGE));
      if (max > tile.max[row]) {
        float factor = (float) Math.exp(tile.max[row] - max);
        math.scale(tile.sums, row * tile.stride, tile.stride, factor);
        tile.total[row] *= factor;
        tile.max[row] = max;
      }
      tile.total[row] += math.exponentials(tile.scores, at, PAGE, max);
    }
  }

  /// A thread's working memory. Row `t * heads + h` belongs to the tile's token t and head h.
  private static final class Tile {
    private final float[] query;
    private final float[] scores;
    private final float[] sums;
    private final float[] max;
    private final float[] total;
    private final int stride;
    private int firstHead;
    private int heads;
    private int position;
    private int tokens;
    private int queryOffset;

    Tile(int rows, int headSize, int stride) {
      query = new float[rows * headSize];
      scores = new float[rows * PAGE];
      sums = new float[rows * stride];
      max = new float[rows];
      total = new float[rows];
      this.stride = stride;
    }

    /// Fetch and scale the queries, reset the sums, and return the rows rounded up to whole
    /// tiles.
    int load(float[] from, ModelShape shape) {
      int size = shape.headSize();
      float factor = (float) (1 / Math.sqrt(size));
      int used = tokens * heads;
      for (int row = 0; row < used; row++) {
        int at = queryOffset + row / heads * shape.queryWidth() + (firstHead + row % heads) * size;
        for (int i = 0; i < size; i++) {
          query[row * size + i] = from[at + i] * factor;
        }
      }
      int rows = (used + VectorMath.ROW_TILE - 1) / VectorMath.ROW_TILE * VectorMath.ROW_TILE;
      Arrays.fill(query, used * size, rows * size, 0);
      Arrays.fill(sums, 0, rows * stride, 0);
      Arrays.fill(max, 0, rows, MASKED);
      Arrays.fill(total, 0, rows, 0);
      return rows;
    }

    void store(float[] out, ModelShape shape) {
      int size = shape.headSize();
      for (int row = 0; row < tokens * heads; row++) {
        int at = queryOffset + row / heads * shape.queryWidth() + (firstHead + row % heads) * size;
        float factor = 1 / total[row];
        for (int i = 0; i < size; i++) {
          out[at + i] = sums[row * stride + i] * factor;
        }
      }
    }
  }
}
