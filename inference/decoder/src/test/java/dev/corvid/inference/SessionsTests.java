package dev.corvid.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.inference.internal.forward.ModelShape;
import org.junit.jupiter.api.Test;

class SessionsTests {
  private static final ModelShape SHAPE = new ModelShape(1, 8, 8, 1, 1, 8, 8, 64, 0);

  @Test
  void anUnknownPromptGetsTheSessionUsedLeastRecently() {
    try (Sessions sessions = new Sessions(SHAPE)) {
      Session first = sessions.claim(new int[] {1, 2}, 1, 0, "");
      Session second = sessions.claim(new int[] {3, 4}, 1, 0, "");
      assertThat(second).isNotSameAs(first);
      assertThat(sessions.claim(new int[] {5, 6}, 1, 0, "")).isSameAs(first);
    }
  }

  @Test
  void nothingIsSharedInTheBeginning() {
    try (Sessions sessions = new Sessions(SHAPE)) {
      assertThat(sessions.claim(new int[] {1, 2, 3}, 2, 0, "").length()).isZero();
    }
  }
}
