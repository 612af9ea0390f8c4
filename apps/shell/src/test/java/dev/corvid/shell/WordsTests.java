package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTests {
  @Test
  void wordsAreSplitAsAShellDoes() {
    assertThat(Words.split("  ask  --docs 'my docs' \"a \\\"b\\\" c\" d\\ e ''"))
        .contains(List.of("ask", "--docs", "my docs", "a \"b\" c", "d e", ""));
    assertThat(Words.split("")).contains(List.of());
    assertThat(Words.split("   ")).contains(List.of());
  }

  @Test
  void anApostropheIsNoCommandLine() {
    assertThat(Words.split("I don't know")).isEmpty();
    assertThat(Words.split("say \"it")).isEmpty();
  }

  @Test
  void theWordThatIsWrittenIsApart() {
    Words words = Words.of("model use qwen");
    assertThat(words.before()).containsExactly("model", "use");
    assertThat(words.current()).isEqualTo("qwen");
    assertThat(words.last()).isEqualTo(10);
    assertThat(Words.of("model use ").current()).isEmpty();
    assertThat(Words.of("docs add my\\ d").current()).isEqualTo("my d");
    assertThat(Words.of("docs add my\\ d").last()).isEqualTo(9);
  }

  @Test
  void anyLineIsSplit() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        line.append(" ab'\"\\渡\t".charAt(random.nextInt(8)));
      }
      Words words = Words.of(line.toString());
      assertThat(words.last()).as("seed %d", seed).isBetween(0, line.length());
      assertThat(words.words()).isNotEmpty();
    }
  }
}
