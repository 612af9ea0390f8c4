package dev.corvid.tools.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedPatternTests {
  /// The JDK knows a way out of `(a+)+`, but not of this.
  private static final String ENDLESS = "(.*a){12}c";
  private static final String ALMOST = "a".repeat(60) + "b";

  @Test
  void aPatternIsLookedForAnywhere() {
    BoundedPattern pattern = BoundedPattern.of("[0-9]{2}");
    assertThat(pattern.matches("room 12")).isTrue();
    assertThat(pattern.matches("room 1")).isFalse();
    assertThat(BoundedPattern.of("^\\p{L}+$").matches("Köln")).isTrue();
  }

  @Test
  void whatDoesNotEndInTimeMatches() {
    assertThat(BoundedPattern.of(ENDLESS).matches(ALMOST)).isTrue();
    assertThat(BoundedPattern.of("^(a|b)*$").matches("ab".repeat(100_000) + "c")).isTrue();
  }

  @Test
  void togetherTheyHaveTheLooksOfOne() {
    BoundedPattern endless = BoundedPattern.of(ENDLESS);
    BoundedPattern digit = BoundedPattern.of("[0-9]");
    List<Boolean> matches =
        BoundedPattern.limited(
            () -> {
              boolean before = digit.matches("x");
              boolean given = endless.matches(ALMOST);
              return List.of(before, given, digit.matches("x"));
            });
    assertThat(matches).containsExactly(false, true, true);
    assertThat(digit.matches("x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "a{2", "(?<name", "\\cß("})
  void whatIsNoPatternHereMatchesEverything(String regularExpression) {
    assertThat(BoundedPattern.isUsable(regularExpression)).isFalse();
    assertThat(BoundedPattern.of(regularExpression).matches("x")).isTrue();
  }

  @Test
  void aPatternThatIsTooLongMatchesEverything() {
    String deep =
        String.join("", Collections.nCopies(499, "("))
            + "a"
            + String.join("", Collections.nCopies(499, ")"));
    assertThat(BoundedPattern.isUsable(deep)).isTrue();
    assertThat(BoundedPattern.isUsable(deep + "aa")).isFalse();
    assertThat(BoundedPattern.of(deep + "aa").matches("b")).isTrue();
  }
}
