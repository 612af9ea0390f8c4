package dev.corvid.inference.internal.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.inference.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Dequantisation against `gguf.quants.dequantize`; the file and its script are described in
/// `src/test/golden/dequantised-rows.py`.
class GgufBlocksTests {
  @Test
  void everyTypeIsDequantisedAsByTheReference() throws IOException {
    ByteBuffer golden = golden();
    Set<TensorType> seen = EnumSet.noneOf(TensorType.class);
    while (golden.hasRemaining()) {
      TensorType type = TensorType.ofId(golden.getInt()).orElseThrow();
      byte[] data = new byte[golden.getInt()];
      float[] expected = new float[golden.getInt()];
      golden.get(data);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = golden.getFloat();
      }
      float[] actual = new float[expected.length + 2];
      new WeightRows(type, 1, expected.length, MemorySegment.ofArray(data)).row(0, actual, 1);
      for (int i = 0; i < expected.length; i++) {
        // Adding 0 makes the two zeros equal.
        assertThat(actual[i + 1] + 0f).as("%s weight %d", type, i).isEqualTo(expected[i] + 0f);
      }
      seen.add(type);
    }
    assertThat(seen).containsExactlyInAnyOrder(TensorType.values());
  }

  @Test
  void sizesThatDoNotAgreeAreRefused() {
    MemorySegment data = MemorySegment.ofArray(new byte[36]);
    assertThatThrownBy(() -> new WeightRows(TensorType.Q4_0, 1, 32, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("18 bytes");
    assertThatThrownBy(() -> new WeightRows(TensorType.Q4_0, 4, 16, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole blocks");
    assertThatThrownBy(() -> new WeightRows(TensorType.Q4_0, 1 << 30, 1 << 30, data))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rowsAndRoomAreChecked() {
    var rows = new WeightRows(TensorType.Q4_0, 2, 32, MemorySegment.ofArray(new byte[36]));
    assertThatThrownBy(() -> rows.row(2, new float[32], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> rows.row(-1, new float[32], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> rows.row(0, new float[32], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static ByteBuffer golden() throws IOException {
    try (InputStream in = GgufBlocksTests.class.getResourceAsStream("dequantised-rows.bin")) {
      return ByteBuffer.wrap(Objects.requireNonNull(in).readAllBytes())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
