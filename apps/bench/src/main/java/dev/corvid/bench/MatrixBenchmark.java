package dev.corvid.bench;

import dev.corvid.inference.TensorType;
import dev.corvid.inference.internal.kernels.WeightMatrix;
import dev.corvid.inference.internal.kernels.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A weight matrix times one token (decode, bound by memory) and times a batch (prefill, bound by
/// arithmetic), in the size of the default model's feed-forward layers.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class MatrixBenchmark {
  private static final int ROWS = 8960;
  private static final int COLUMNS = 1536;
  private static final double TOLERANCE = 0.02;

  @Param({"Q4_K", "Q6_K", "Q5_0", "Q8_0"})
  private TensorType type = TensorType.Q4_K;

  @Param({"1", "64"})
  private int tokens = 1;

  private final Arena arena = Arena.ofShared();
  private final Workers workers = Workers.of(Workers.defaultThreads());
  private @Nullable WeightMatrix matrix;
  private float[] x = {};
  private float[] y = {};

  /// Fill with weights whose scales are small and finite in every encoding: each byte pair reads as
  /// a half-precision number between 2⁻⁷ and 2⁻³.
  @Setup
  public void prepare() {
    WeightMatrix packed = pack();
    matrix = packed;
    Random random = new Random(42);
    x = new float[tokens * COLUMNS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    y = new float[tokens * ROWS];
    packed.multiply(x, tokens, y, 0, ROWS, workers);
    check(packed);
  }

  private WeightMatrix pack() {
    Random random = new Random(7);
    MemorySegment weights = arena.allocate(type.bytes((long) ROWS * COLUMNS), 64);
    for (long i = 0; i < weights.byteSize(); i++) {
      weights.set(ValueLayout.JAVA_BYTE, i, (byte) (0x20 + random.nextInt(16)));
    }
    return WeightMatrix.pack(type, ROWS, COLUMNS, weights, arena, workers);
  }

  /// What is timed must be right: the first row's product, within what rounding the activations to
  /// 8 bits explains.
  private void check(WeightMatrix packed) {
    float[] row = new float[COLUMNS];
    packed.row(0, row, 0);
    double sum = 0;
    double norm = 0;
    for (int c = 0; c < COLUMNS; c++) {
      sum += (double) row[c] * x[c];
      norm += Math.pow((double) row[c] * x[c], 2);
    }
    if (!(Math.abs(sum - y[0]) <= TOLERANCE * Math.sqrt(norm))) {
      throw new IllegalStateException(type + ": expected " + sum + ", got " + y[0]);
    }
  }

  @Benchmark
  public float[] multiply() {
    Objects.requireNonNull(matrix).multiply(x, tokens, y, 0, ROWS, workers);
    return y;
  }

  @TearDown
  public void close() {
    workers.close();
    arena.close();
  }
}
