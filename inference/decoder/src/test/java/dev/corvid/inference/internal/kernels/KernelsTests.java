package dev.corvid.inference.internal.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.inference.TensorType;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class KernelsTests {
  /// The build names what each of its test runs must choose, so that none falls back unseen.
  @Test
  @EnabledIfSystemProperty(named = "corvid.test.kernels", matches = ".+")
  void theExpectedKernelsAreChosen() {
    assertThat(Kernels.active().description()).isEqualTo(System.getProperty("corvid.test.kernels"));
  }

  @Test
  void warmUpRunsEveryType() {
    Kernels.active().warmUp(EnumSet.of(TensorType.Q8_0, TensorType.Q4_1));
  }
}
