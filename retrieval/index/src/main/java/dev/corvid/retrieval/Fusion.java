package dev.corvid.retrieval;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/// Fuses a lexical and a dense ranking: each leg's scores are brought to 0..1 over its own
/// candidates (min-max), then averaged over the union; a candidate that a leg did not find counts
/// 0 there. Raw scores are never added: their scales have nothing in common.
///
/// A candidate that has no vector yet was never offered to the dense leg, so the average has one
/// value only, the lexical one: being new to the index is no evidence against it.
final class Fusion {
  private Fusion() {}

  /// @param lexical scores by Lucene document
  /// @param dense scores by Lucene document
  /// @param embedded whether a document has a vector
  static Map<Integer, Double> average(
      Map<Integer, Float> lexical, Map<Integer, Float> dense, IntPredicate embedded) {
    Map<Integer, Double> lexicalShare = normalised(lexical);
    Map<Integer, Double> denseShare = normalised(dense);
    Set<Integer> union = new LinkedHashSet<>(lexical.keySet());
    union.addAll(dense.keySet());
    Map<Integer, Double> fused = new HashMap<>();
    for (int document : union) {
      double first = lexicalShare.getOrDefault(document, 0.0);
      double second = denseShare.getOrDefault(document, 0.0);
      fused.put(document, embedded.test(document) ? (first + second) / 2 : first);
    }
    return fused;
  }

  /// Scores from 0 (the least candidate) to 1 (the best); all 1 if they are equal.
  static Map<Integer, Double> normalised(Map<Integer, Float> scores) {
    double min = scores.values().stream().mapToDouble(Float::doubleValue).min().orElse(0);
    double max = scores.values().stream().mapToDouble(Float::doubleValue).max().orElse(0);
    Map<Integer, Double> normalised = new HashMap<>();
    scores.forEach(
        (document, score) ->
            normalised.put(document, max > min ? (score - min) / (max - min) : 1.0));
    return normalised;
  }
}
