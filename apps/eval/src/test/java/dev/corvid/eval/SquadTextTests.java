package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SquadTextTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The  Quick, brown fox!|quick brown fox",
        "an apple a day|apple day",
        "theatre|theatre",
        "U.S.|us",
        "$2.7 million|27 million",
        "Saint-Étienne|saintétienne",
        "the|''"
      })
  void normalisesAsTheScriptOfSquadDoes(String text, String expected) {
    assertThat(SquadText.normalise(text)).isEqualTo(expected);
  }

  @Test
  void containsWholeWordsOnly() {
    assertThat(SquadText.contains("It was in 2010.", "10")).isFalse();
    assertThat(SquadText.contains("It was on May 10, 1999.", "the 10")).isTrue();
    assertThat(SquadText.contains("anything", "The!")).isFalse();
    assertThat(SquadText.contains("they “wrap around” in two’s complement", "two's complement"))
        .isTrue();
  }

  @Test
  void f1CountsSharedWordsOnce() {
    assertThat(SquadText.bestF1("the cat cat", List.of("cat"))).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(SquadText.bestF1("Denver Broncos", List.of("no", "the Denver Broncos")))
        .isEqualTo(1);
    assertThat(SquadText.bestF1("", List.of("the"))).isZero();
    assertThat(SquadText.bestF1("x", List.of())).isZero();
  }
}
