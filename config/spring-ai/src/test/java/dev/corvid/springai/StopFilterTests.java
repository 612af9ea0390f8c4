package dev.corvid.springai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopFilterTests {
  @Test
  void piecesNeverHoldPartOfAStopStringHoweverTheTextIsCut() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      String text = text(random, 30);
      List<String> stops = List.of(text(random, 3) + "a", "b" + text(random, 2));
      int end = StopFilter.start(text, stops);

      StopFilter filter = new StopFilter(stops);
      StringBuilder told = new StringBuilder();
      for (int at = 0; at < text.length() && !filter.isStopped(); ) {
        int next = Math.min(text.length(), at + 1 + random.nextInt(4));
        told.append(filter.add(text.substring(at, next)));
        assertThat(text).as("seed %d", seed).startsWith(told);
        at = next;
      }
      told.append(filter.rest());

      String expected = end < 0 ? text : text.substring(0, end);
      assertThat(told.toString()).as("seed %d: %s in %s", seed, stops, text).isEqualTo(expected);
      assertThat(filter.isStopped()).as("seed %d", seed).isEqualTo(end >= 0);
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(length + 1); i > 0; i--) {
      text.append("abc".charAt(random.nextInt(3)));
    }
    return text.toString();
  }

  @Test
  void theFirstStopStringThatIsWholeCountsAndOfThoseTheLongest() {
    assertThat(StopFilter.start("xbaby", List.of("a", "bab"))).isEqualTo(2);
    assertThat(StopFilter.start("xbaby", List.of("y", "by"))).isEqualTo(3);
    assertThat(StopFilter.start("xbaby", List.of("z"))).isEqualTo(-1);
  }

  @Test
  void halfACharacterIsHeldBack() {
    StopFilter filter = new StopFilter(List.of());
    assertThat(filter.add("crow \uD83D")).isEqualTo("crow ");
    assertThat(filter.add("\uDC26!")).isEqualTo("\uD83D\uDC26!");
  }
}
