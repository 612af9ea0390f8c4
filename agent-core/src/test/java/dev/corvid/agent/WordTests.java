package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordTests {
  @Test
  void wordsKeepTheirOffsets() {
    String text = "Kublai’s `borrow_mut` costs 1,234.5 in the 1990s, naïve!";

    List<Word> words = Word.of(text);

    assertThat(words)
        .extracting(Word::lower)
        .containsExactly(
            "kublai", "s", "borrow_mut", "costs", "1,234.5", "in", "the", "1990s", "naïve");
    assertThat(words)
        .allSatisfy(
            word ->
                assertThat(text.substring(word.start(), word.end()))
                    .isEqualToIgnoringCase(word.lower()));
  }

  @Test
  void underscoresAroundAWordAreEmphasis() {
    assertThat(Word.of("_snake case_")).extracting(Word::lower).containsExactly("snake", "case");
  }

  @Test
  void eachIdeographIsAWord() {
    assertThat(Word.of("北京2008年")).extracting(Word::lower).containsExactly("北", "京", "2008", "年");
  }

  @ParameterizedTest
  @CsvSource({
    "defeated, defeats",
    "running, ran",
    "written, writes",
    "parties, party",
    "four, 4",
    "stopped, stop",
    "uses, use",
    "using, used",
    "'1,000', 1000",
  })
  void inflectionsShareAStem(String one, String other) {
    assertThat(Stems.of(one)).isEqualTo(Stems.of(other));
  }

  @ParameterizedTest
  @CsvSource({"five, nine", "form, former", "class, clam", "1990, 1991", "ready, read"})
  void differentWordsDoNot(String one, String other) {
    assertThat(Stems.of(one)).isNotEqualTo(Stems.of(other));
  }
}
