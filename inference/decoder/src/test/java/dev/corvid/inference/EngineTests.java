package dev.corvid.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.inference.internal.forward.ForwardPass;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineTests {
  @Test
  void batchesOfAnySizeComputeTheSame() {
    int[] tokens =
        IntStream.range(0, ForwardPass.BATCH + 60).map(i -> 100 + i * 7919 % 9000).toArray();
    try (Engine engine = Engine.open(TestModels.path("smollm2-135m"), 2);
        Session whole = engine.fresh();
        Session parts = engine.fresh();
        Session copy = engine.fresh()) {
      engine.read(whole, tokens, tokens.length, done -> {});
      float[] expected = engine.next().clone();
      for (int end = 0; end < tokens.length; ) {
        end = Math.min(tokens.length, end + 2 + end % 90);
        engine.read(parts, tokens, end, done -> {});
      }
      assertClose(engine.next(), expected);
      copy.copyFrom(whole, 131);
      assertThat(copy.shared(tokens, 0, "")).isEqualTo(131);
      engine.read(copy, tokens, tokens.length, done -> {});
      assertClose(engine.next(), expected);
    }
  }

  /// Batches of more than one token compute in f32, whose order of summation is all that differs.
  private static void assertClose(float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(0.01f));
    }
  }
}
