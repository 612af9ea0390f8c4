package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingScoresTests {
  private static final Path GOLDEN = Path.of("src/test/resources/metrics");
  private static final Offset<Double> TOLERANCE = within(1e-6);

  /// The figures come from `src/test/golden/metrics.py`, which asks `trec_eval` itself.
  @ParameterizedTest
  @ValueSource(strings = {"plain", "ties", "deep"})
  void measuresEqualThoseOfTrecEval(String name) throws IOException {
    TrecRun run = TrecRun.read(GOLDEN.resolve(name + ".run"));
    var judgements = BeirCollection.judgements(GOLDEN.resolve(name + ".qrels.tsv"));

    Map<String, RankingScores> measured = run.measure(judgements);

    List<String> expected = Files.readAllLines(GOLDEN.resolve(name + ".expected.tsv"));
    assertThat(measured).hasSameSizeAs(expected);
    for (String line : expected) {
      String[] columns = line.split("\t");
      RankingScores scores = Objects.requireNonNull(measured.get(columns[0]), line);
      assertThat(scores.ndcg10()).as(line).isCloseTo(Double.parseDouble(columns[1]), TOLERANCE);
      assertThat(scores.recall100()).as(line).isCloseTo(Double.parseDouble(columns[2]), TOLERANCE);
      assertThat(scores.reciprocalRank10())
          .as(line)
          .isCloseTo(Double.parseDouble(columns[3]), TOLERANCE);
      assertThat(scores.averagePrecision())
          .as(line)
          .isCloseTo(Double.parseDouble(columns[4]), TOLERANCE);
    }
  }

  @Test
  void perfectRankingsScoreOne() {
    long seed = Long.getLong("corvid.seed", 42);
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      Map<String, Integer> grades = new HashMap<>();
      Map<String, Double> found = new HashMap<>();
      for (int i = 0; i <= random.nextInt(100); i++) {
        int grade = i == 0 ? 1 : random.nextInt(4);
        grades.put("d" + i, grade);
        found.put("d" + i, (double) grade);
      }
      assertThat(RankingScores.of(found, grades))
          .as("seed %d round %d", seed, round)
          .satisfies(
              scores -> {
                assertThat(scores.ndcg10()).isCloseTo(1, TOLERANCE);
                assertThat(scores.recall100()).isEqualTo(1);
                assertThat(scores.reciprocalRank10()).isEqualTo(1);
                assertThat(scores.averagePrecision()).isCloseTo(1, TOLERANCE);
              });
    }
  }

  @Test
  void tiesBreakByIdDescendingAfterRoundingToSinglePrecision() {
    assertThat(RankingScores.rank(Map.of("a", 1.0, "b", 1.0, "c", 1.0 + 1e-12, "é", 1.0, "z", 0.5)))
        .containsExactly("é", "c", "b", "a", "z");
  }

  @Test
  void meanOfNoQueriesIsZero() {
    assertThat(RankingScores.mean(List.of())).isEqualTo(new RankingScores(0, 0, 0, 0));
  }
}
