package dev.corvid.inference.internal.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Weights repacked by a [Layout] and multiplied by its kernels.
///
/// One token: quantised activations against packed weights, limited by memory. More tokens: weights
/// are dequantised panel by panel, once per call, and multiplied in f32 by [FloatTile].
final class VectorMatrix extends WeightMatrix {
  private static final int TILE_ROWS = 2 * Lanes.L;

  /// A panel of dequantised weights, 4 tiles by 512 columns: it stays in the second-level cache
  /// (128 KiB at 256 bits) and four tokens of it in the first.
  private static final int PANEL_TILES = 4;

  private static final int PANEL_COLUMNS = 512;

  /// Bytes of weights per task when there is one token: some 20 microseconds.
  private static final int TASK_BYTES = 1 << 18;

  private static final ThreadLocal<Activations> ACTIVATIONS =
      ThreadLocal.withInitial(Activations::new);
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  final Layout layout;
  final MemorySegment weights;
  private final int tiles;

  VectorMatrix(WeightRows source, Layout layout, Arena arena, Workers workers) {
    super(source);
    this.layout = layout;
    tiles = Math.ceilDiv(source.rows(), TILE_ROWS);
    long bytes = Math.multiplyExact(tiles, layout.tileBytes(source.columns()));
    weights = arena.allocate(bytes + Layout.TOUCH + layout.unitBytes(), 64);
    workers.run(tiles, tile -> layout.pack(source, tile, weights));
  }

  @Override
  public long bytes() {
    return weights.byteSize();
  }

  @Override
  void multiplyTogether(List<Product> products, float[] x, int tokens, Workers workers) {
    if (tokens == 1) {
      multiplyOne(products, x, workers);
    } else {
      multiplyMany(products, x, tokens, workers);
    }
  }

  private static VectorMatrix matrix(Product product) {
    return (VectorMatrix) product.matrix();
  }

  private static void multiplyOne(List<Product> products, float[] x, Workers workers) {
    Activations activations = ACTIVATIONS.get();
    activations.load(x, products.getFirst().matrix().columns());
    int[] ends = new int[products.size()];
    int tasks = 0;
    for (int i = 0; i < ends.length; i++) {
      VectorMatrix matrix = matrix(products.get(i));
      matrix.layout.prepare(activations);
      tasks += Math.ceilDiv(matrix.tiles, matrix.tilesPerTask());
      ends[i] = tasks;
    }
    workers.run(
        tasks,
        task -> {
          int i = 0;
          while (task >= ends[i]) {
            i++;
          }
          Product product = products.get(i);
          matrix(product).multiplyTiles(product, activations, task - (i == 0 ? 0 : ends[i - 1]));
        });
  }

  private int tilesPerTask() {
    long tileBytes = layout.tileBytes(columns());
    return Math.clamp(TASK_BYTES / tileBytes, 1, Math.max(1, tiles / 8));
  }

  private void multiplyTiles(Product product, Activations activations, int task) {
    int from = task * tilesPerTask();
    int to = Math.min(tiles, from + tilesPerTask());
    int whole = Math.min(to, rows() / TILE_ROWS);
    if (from < whole) {
      layout.multiply(weights, from, whole, activations, product.y(), product.yOffset());
    }
    if (whole < to) {
      float[] last = SCRATCH.get().tile;
      layout.multiply(weights, whole, to, activations, last, -whole * TILE_ROWS);
      int row = whole * TILE_ROWS;
      System.arraycopy(last, 0, product.y(), product.yOffset() + row, rows() - row);
    }
  }

  private static void multiplyMany(List<Product> products, float[] x, int tokens, Workers workers) {
    int columns = products.getFirst().matrix().columns();
    int groups = Math.ceilDiv(tokens, FloatTile.TOKENS);
    float[] packed = SCRATCH.get().activations((long) groups * FloatTile.TOKENS * columns);
    workers.run(groups, group -> packActivations(x, tokens, columns, group, packed));
    int[] ends = new int[products.size()];
    int tasks = 0;
    for (int i = 0; i < ends.length; i++) {
      tasks += Math.ceilDiv(matrix(products.get(i)).tiles, PANEL_TILES);
      ends[i] = tasks;
    }
    workers.run(
        tasks,
        task -> {
          int i = 0;
          while (task >= ends[i]) {
            i++;
          }
          Product product = products.get(i);
          int panel = task - (i == 0 ? 0 : ends[i - 1]);
          matrix(product).multiplyPanel(product, panel * PANEL_TILES, packed, tokens);
        });
  }

  /// Store four tokens column by column, zero where there is no token.
  private static void packActivations(
      float[] x, int tokens, int columns, int group, float[] packed) {
    int out = group * FloatTile.TOKENS * columns;
    for (int t = 0; t < FloatTile.TOKENS; t++) {
      int token = group * FloatTile.TOKENS + t;
      for (int k = 0; k < columns; k++) {
        packed[out + FloatTile.TOKENS * k + t] = token < tokens ? x[token * columns + k] : 0;
      }
    }
  }

  private void multiplyPanel(Product product, int firstTile, float[] x, int tokens) {
    int rows = Math.min(rows() - firstTile * TILE_ROWS, PANEL_TILES * TILE_ROWS);
    int at = product.yOffset() + firstTile * TILE_ROWS;
    for (int t = 0; t < tokens; t++) {
      int from = at + t * product.yStride();
      Arrays.fill(product.y(), from, from + rows, 0);
    }
    Scratch scratch = SCRATCH.get();
    int panelTiles = Math.ceilDiv(rows, TILE_ROWS);
    for (int k = 0; k < columns(); k += PANEL_COLUMNS) {
      int width = Math.min(PANEL_COLUMNS, columns() - k);
      unpack(firstTile, panelTiles, k, width, scratch.panel);
      for (int t = 0; t < tokens; t += FloatTile.TOKENS) {
        int ix = (t * columns()) + FloatTile.TOKENS * k;
        for (int tile = 0; tile < panelTiles; tile++) {
          int iw = tile * TILE_ROWS * PANEL_COLUMNS;
          int iy = at + t * product.yStride() + tile * TILE_ROWS;
          int rowsLeft = rows - tile * TILE_ROWS;
          if (rowsLeft >= TILE_ROWS && tokens - t >= FloatTile.TOKENS) {
            FloatTile.multiplyAdd(
                scratch.panel, iw, x, ix, width, product.y(), iy, product.yStride());
          } else {
            scratch.multiplyEdge(
                iw, x, ix, width, product, iy, Math.min(rowsLeft, TILE_ROWS), tokens - t);
          }
        }
      }
    }
  }

  private void unpack(int firstTile, int panelTiles, int column, int width, float[] panel) {
    int units = Math.ceilDiv(width, layout.unit());
    for (int tile = 0; tile < panelTiles; tile++) {
      long p =
          (firstTile + tile) * layout.tileBytes(columns())
              + column / layout.unit() * layout.unitBytes();
      layout.unpack(weights, p, units, panel, tile * TILE_ROWS * PANEL_COLUMNS);
    }
  }

  /// Buffers of one thread.
  private static final class Scratch {
    final float[] tile = new float[TILE_ROWS * FloatTile.TOKENS];
    final float[] panel = new float[PANEL_TILES * TILE_ROWS * PANEL_COLUMNS];
    private float[] activations = {};

    float[] activations(long length) {
      if (activations.length < length) {
        activations = new float[Math.toIntExact(length)];
      }
      return activations;
    }

    /// Multiply a tile of which only some rows or tokens exist.
    void multiplyEdge(
        int iw, float[] x, int ix, int width, Product product, int iy, int rows, int tokens) {
      Arrays.fill(tile, 0);
      FloatTile.multiplyAdd(panel, iw, x, ix, width, tile, 0, TILE_ROWS);
      for (int t = 0; t < Math.min(tokens, FloatTile.TOKENS); t++) {
        for (int r = 0; r < Math.min(rows, TILE_ROWS); r++) {
          product.y()[iy + t * product.yStride() + r] += tile[t * TILE_ROWS + r];
        }
      }
    }
  }
}
