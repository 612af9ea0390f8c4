package dev.corvid.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsTests {
  @Test
  void anIdeographTakesTwoColumnsAndACombiningMarkNone() {
    assertThat(Columns.of("raven")).isEqualTo(5);
    assertThat(Columns.of("渡鸦")).isEqualTo(4);
    assertThat(Columns.of("e\u0301a")).isEqualTo(2);
    assertThat(Columns.of("")).isZero();
  }

  @Test
  void aTextIsCutBeforeTheCharacterThatHasNoRoom() {
    assertThat(Columns.cut("渡鸦在哪里", 5)).isEqualTo("渡鸦");
    assertThat(Columns.cut("raven", 5)).isEqualTo("raven");
    assertThat(Columns.cut("raven", 0)).isEmpty();
    assertThat(Columns.cut("a\uD83D\uDC26b", 3)).isEqualTo("a\uD83D\uDC26");
  }
}
