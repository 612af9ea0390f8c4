package dev.corvid.inference.internal.kernels;

import dev.corvid.inference.TensorType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Runs kernels on tiny matrices until the JIT compiler has replaced them: interpreted they are a
/// thousand times slower, and a large matrix would keep running the slow code it started with.
final class WarmUp {
  private static final int ROWS = 4 * 2 * Lanes.L;
  private static final int COLUMNS = 512;
  private static final int TOKENS = 8;
  private static final long LIMIT_NANOS = 10_000_000_000L;

  /// Compiled kernels need a tenth of it, interpreted ones a hundred times as much.
  private static final double NANOS_PER_PRODUCT = 0.5;

  private WarmUp() {}

  static void run(Kernels kernels, Set<TensorType> types) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    try (Arena arena = Arena.ofShared();
        Workers alone = Workers.of(1)) {
      List<Pending> pending = new ArrayList<>();
      for (TensorType type : types) {
        var data = arena.allocate(type.bytes((long) ROWS * COLUMNS));
        var rows = new WeightRows(type, ROWS, COLUMNS, data);
        WeightMatrix matrix = kernels.pack(rows, arena, alone);
        pending.add(new Pending(matrix, 1));
        pending.add(new Pending(matrix, TOKENS));
      }
      // All kernels in turn, so that they queue for the compiler together.
      while (!pending.isEmpty() && System.nanoTime() < deadline) {
        pending.removeIf(kernel -> kernel.fast(alone));
      }
    }
  }

  private record Pending(WeightMatrix matrix, int tokens) {
    private static final float[] X = new float[TOKENS * COLUMNS];
    private static final float[] Y = new float[TOKENS * ROWS];

    boolean fast(Workers workers) {
      long start = System.nanoTime();
      matrix.multiply(X, tokens, Y, 0, ROWS, workers);
      double products = (double) ROWS * COLUMNS * tokens;
      return System.nanoTime() - start < products * NANOS_PER_PRODUCT;
    }
  }
}
