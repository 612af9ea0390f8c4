package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrecRunTests {
  @TempDir Path folder;

  @Test
  void readsWhatItWrote() throws IOException {
    TrecRun run = new TrecRun(Map.of("q", Map.of("a", 0.25, "b", 3.5, "é", -1.0)));
    Path file = folder.resolve("run");

    run.write(file, "test");

    assertThat(TrecRun.read(file)).isEqualTo(run);
    assertThat(Files.readAllLines(file))
        .containsExactly("q Q0 b 1 3.5 test", "q Q0 a 2 0.25 test", "q Q0 é 3 -1.0 test");
  }

  @Test
  void aQueryWithoutHitsCountsAsZero() {
    TrecRun run = new TrecRun(Map.of("found", Map.of("d", 1.0)));

    var measured = run.measure(Map.of("found", Map.of("d", 1), "missed", Map.of("d", 1)));

    assertThat(RankingScores.mean(measured.values()).ndcg10()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"q Q0 d 1 0.5", "q Q0 d 1 high tag", "", "q Q0 d 1 NaN tag"})
  void namesTheLineThatIsNone(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("run"), "q Q0 d 1 0.5 tag\n" + line + "\n");

    assertThatThrownBy(() -> TrecRun.read(file))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("run:2");
  }

  @Test
  void refusesIdsWithWhiteSpace() {
    TrecRun run = new TrecRun(Map.of("q", Map.of("a b", 1.0)));

    assertThatThrownBy(() -> run.write(folder.resolve("run"), "test"))
        .isInstanceOf(EvaluationException.class);
  }
}
