package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkFilterTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "It is 28 [1]. | It is 28.",
        "[2] It is 28 | It is 28",
        "It is 28.[1][3] So. | It is 28. So.",
        "It is 28 [Passages 1, 2 and 3] | It is 28",
        "Use `v[1]` [1] | Use `v[1]`",
        "A [list] of [1 | A [list] of [1",
        "Years [1999] stay | Years [1999] stay",
      })
  void marksAreRemovedHoweverTheTextIsCut(String written, String expected) {
    for (int size = 1; size <= written.length(); size++) {
      List<String> pieces = new ArrayList<>();
      MarkFilter filter = new MarkFilter(pieces::add);
      for (int at = 0; at < written.length(); at += size) {
        filter.accept(written.substring(at, Math.min(written.length(), at + size)));
      }

      assertThat(filter.finish()).as("pieces of %d", size).isEqualTo(expected);
      assertThat(String.join("", pieces).stripTrailing()).isEqualTo(expected);
    }
  }
}
