package dev.corvid.inference.internal.kernels;

import dev.corvid.inference.TensorType;
import java.lang.foreign.Arena;
import java.util.Set;

/// Runs kernels on tiny matrices until they are compiled.
final class WarmUp {
  private static final int ROWS = 4 * 2 * Lanes.L;
  private static final int COLUMNS = 512;
  private static final int ROUNDS = 300;

  private WarmUp() {}

  static void run(Kernels kernels, Set<TensorType> types) {
    float[] x = new float[8 * COLUMNS];
    float[] y = new float[8 * ROWS];
    try (Arena arena = Arena.ofShared();
        Workers alone = Workers.of(1)) {
      for (TensorType type : types) {
        var data = arena.allocate(type.bytes((long) ROWS * COLUMNS));
        var matrix = kernels.pack(new WeightRows(type, ROWS, COLUMNS, data), arena, alone);
        for (int round = 0; round < ROUNDS; round++) {
          matrix.multiply(x, 1, y, 0, ROWS, alone);
          matrix.multiply(x, 8, y, 0, ROWS, alone);
        }
      }
    }
  }
}
