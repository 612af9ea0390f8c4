package dev.corvid.inference.internal.forward;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Runs each method of a [VectorMath] until the JIT compiler has done its work.
final class MathWarmUp {
  private static final int ROUNDS = 4000;
  private static final int SIZE = 128;

  private MathWarmUp() {}

  static void run(VectorMath math) {
    float[] x = new float[VectorMath.ROW_TILE * SIZE];
    float[] y = new float[SIZE];
    float[] ones = new float[SIZE];
    Arrays.fill(ones, 1);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment panel = arena.allocate((long) SIZE * SIZE * Float.BYTES, Float.BYTES);
      for (int round = 0; round < ROUNDS; round++) {
        Arrays.fill(x, 0.5f);
        math.rmsNorm(x, 0, ones, 1e-6f, y, 0);
        math.add(y, 0, ones, 0, SIZE);
        math.swiGlu(y, ones, 0, SIZE);
        math.rotate(y, 0, SIZE / 2, ones, ones, 0);
        math.scale(y, 0, SIZE, math.max(ones, 0, SIZE));
        math.exponentials(y, 0, SIZE, math.max(y, 0, SIZE));
        math.logSumExp(y, 0, SIZE);
        math.accumulate(x, SIZE, VectorMath.ROW_TILE, panel, 0, SIZE / 4, x, SIZE / 2);
      }
    }
  }
}
