package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentencesTests {
  @Test
  void proseSplitsAtSentenceEnds() {
    assertThat(split("Dr. J. Smith came at 3.5 p.m. He left! \"Why?\" Nobody knows…"))
        .containsExactly("Dr. J. Smith came at 3.5 p.m.", "He left!", "\"Why?\"", "Nobody knows…");
  }

  @Test
  void hardWrappedLinesAreOneSentence() {
    assertThat(split("Rust code uses _snake case_ as the\nconventional style. Always.\n\nNext"))
        .containsExactly(
            "Rust code uses _snake case_ as the\nconventional style.", "Always.", "Next");
  }

  @Test
  void markdownBlocksAreSeparated() {
    String text =
        """
        ## The `Drop` Trait

        Intro
        - first item. It goes on
          over two lines
        - second item
        1. numbered
        > quoted

        | Type | Bits |
        |------|------|
        | i32  | 32   |

        ```rust
        let x = 5;

        let y = x. Clone();
        ```
        After.
        """;

    assertThat(split(text))
        .containsExactly(
            "The `Drop` Trait",
            "Intro",
            "first item.",
            "It goes on\n  over two lines",
            "second item",
            "numbered",
            "quoted",
            "| Type | Bits |",
            "|------|------|",
            "| i32  | 32   |",
            "let x = 5;",
            "let y = x. Clone();",
            "After.");
  }

  @Test
  void chineseSentencesNeedNoSpaces() {
    assertThat(split("北京是首都。上海很大！为什么？")).containsExactly("北京是首都。", "上海很大！", "为什么？");
  }

  @Test
  void anyTextIsSplitWithoutLossOrOverlap() {
    long seed = Long.getLong("corvid.seed", 3);
    Random random = new Random(seed);
    String alphabet = "ab A.!?\n\n`#|->1)*\"'。\u2028\uD83D\uDE00\t";
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(120), 0, alphabet.length())
          .forEach(c -> text.append(alphabet.charAt(c)));
      int done = 0;
      for (Span span : Sentences.of(text.toString())) {
        assertThat(span.start()).as("seed %d: %s", seed, text).isGreaterThanOrEqualTo(done);
        assertThat(span.in(text.toString())).isNotBlank();
        done = span.end();
      }
    }
  }

  @Test
  void hugeLinesAreSplitInLinearTime() {
    assertThat(split("a ".repeat(500_000))).hasSize(1);
    assertThat(split(".".repeat(500_000))).hasSize(1);
    assertThat(split("|".repeat(200_000) + "\n").size()).isEqualTo(1);
    assertThat(split("A. ".repeat(100_000))).isNotEmpty();
  }

  private static List<String> split(String text) {
    return Sentences.of(text).stream().map(span -> span.in(text)).toList();
  }
}
