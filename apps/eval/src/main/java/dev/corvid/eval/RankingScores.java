package dev.corvid.eval;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How well a ranking fits the judgements, as `trec_eval` defines it: a document is relevant if
/// its grade is positive, an unjudged one is not, and each measure is in `[0, 1]`.
///
/// @param ndcg10 `ndcg_cut_10`: linear gain, discount `1 / log2(rank + 1)`
/// @param recall100 `recall_100`: relevant documents among the first 100 over all relevant ones
/// @param reciprocalRank10 `recip_rank` of the first 10: 0 if none of them is relevant
/// @param averagePrecision `map` of one query, over the whole ranking
record RankingScores(
    double ndcg10, double recall100, double reciprocalRank10, double averagePrecision) {
  private static final int NDCG_CUT = 10;
  private static final int RECALL_CUT = 100;
  private static final int RECIPROCAL_RANK_CUT = 10;

  /// Measure one query's ranking.
  ///
  /// @param found the score of each document found
  /// @param grades the grade of each judged document
  static RankingScores of(Map<String, Double> found, Map<String, Integer> grades) {
    int[] gains =
        rank(found).stream()
            .mapToInt(document -> Math.max(0, grades.getOrDefault(document, 0)))
            .toArray();
    int[] ideal = grades.values().stream().mapToInt(grade -> Math.max(0, grade)).sorted().toArray();
    reverse(ideal);
    int relevant = relevantAmong(ideal, ideal.length);
    if (relevant == 0) {
      return new RankingScores(0, 0, 0, 0);
    }
    return new RankingScores(
        discounted(gains) / discounted(ideal),
        (double) relevantAmong(gains, RECALL_CUT) / relevant,
        reciprocalRank(gains),
        precisionSum(gains) / relevant);
  }

  /// The mean over queries; all 0 for none.
  static RankingScores mean(Collection<RankingScores> queries) {
    int n = Math.max(1, queries.size());
    RankingScores sum = new RankingScores(0, 0, 0, 0);
    for (RankingScores query : queries) {
      sum =
          new RankingScores(
              sum.ndcg10 + query.ndcg10,
              sum.recall100 + query.recall100,
              sum.reciprocalRank10 + query.reciprocalRank10,
              sum.averagePrecision + query.averagePrecision);
    }
    return new RankingScores(
        sum.ndcg10 / n, sum.recall100 / n, sum.reciprocalRank10 / n, sum.averagePrecision / n);
  }

  /// Order documents as `trec_eval` does: by score in single precision, ties by the bytes of the
  /// id, both descending. The order of the run file and its rank column do not count.
  static List<String> rank(Map<String, Double> found) {
    Comparator<Map.Entry<String, Double>> byScore =
        Comparator.comparing(entry -> entry.getValue().floatValue());
    Comparator<Map.Entry<String, Double>> byId =
        (a, b) -> Arrays.compareUnsigned(utf8(a.getKey()), utf8(b.getKey()));
    return found.entrySet().stream()
        .sorted(byScore.thenComparing(byId).reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static double discounted(int[] gains) {
    double sum = 0;
    for (int i = 0; i < Math.min(NDCG_CUT, gains.length); i++) {
      sum += gains[i] * Math.log(2) / Math.log(i + 2);
    }
    return sum;
  }

  private static int relevantAmong(int[] gains, int cut) {
    return (int) Arrays.stream(gains).limit(cut).filter(gain -> gain > 0).count();
  }

  private static double reciprocalRank(int[] gains) {
    for (int i = 0; i < Math.min(RECIPROCAL_RANK_CUT, gains.length); i++) {
      if (gains[i] > 0) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }

  private static double precisionSum(int[] gains) {
    double sum = 0;
    int seen = 0;
    for (int i = 0; i < gains.length; i++) {
      if (gains[i] > 0) {
        sum += (double) ++seen / (i + 1);
      }
    }
    return sum;
  }

  private static void reverse(int[] values) {
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      int swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }
}
