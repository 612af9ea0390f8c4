package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTests {
  /// Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
  @ParameterizedTest
  @CsvSource({
    "81,263,0.2553,0.3662",
    "15,148,0.0624,0.1605",
    "0,20,0.0000,0.1611",
    "1,29,0.0061,0.1718"
  })
  void intervalIsWilsons(int successes, int n, double low, double high) {
    Proportion proportion = new Proportion(successes, n);

    assertThat(proportion.low()).isCloseTo(low, within(5e-5));
    assertThat(proportion.high()).isCloseTo(high, within(5e-5));
  }

  @Test
  void nothingAskedTellsNothing() {
    Proportion none = new Proportion(0, 0);

    assertThat(none.rate()).isZero();
    assertThat(none.low()).isZero();
    assertThat(none.high()).isEqualTo(1);
  }

  @Test
  void refusesMoreSuccessesThanTrials() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(3, 2));
  }
}
