package dev.corvid.springai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "{\"a\": 1}|{\"a\": 1}",
        "Here: {\"a\": [1, 2]} and more|{\"a\": [1, 2]}",
        "```json [1, 2] ```|[1, 2]",
        "I think {so} but [\"}\"] is it|[\"}\"]",
        "\"raven\"|\"raven\"",
        "no JSON at all|no JSON at all",
        "cut off: {\"a\": 1|cut off: {\"a\": 1",
      })
  void theFirstJsonTextIsCutOut(String text, String expected) {
    assertThat(Json.cutOut(text)).isEqualTo(expected);
  }

  @Test
  void anyTextIsTaken() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append("{}[]\",:\\ae1 \uD83D\n".charAt(random.nextInt(14)));
      }
      assertThat(text.toString()).as("seed %d", seed).contains(Json.cutOut(text.toString()));
    }
    String deep = "[".repeat(100_000);
    assertThat(Json.cutOut(deep)).isEqualTo(deep);
  }
}
