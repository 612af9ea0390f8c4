package dev.corvid.eval;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a system found for each query, in the run format of TREC: `query Q0 document rank score
/// tag`, one line per document.
///
/// @param scores query id to document id to score, in the order of the queries
record TrecRun(Map<String, Map<String, Double>> scores) {
  private static final int COLUMNS = 6;

  /// Measure each query that has a judgement; one for which nothing was found counts as 0, as
  /// `trec_eval -c` does.
  Map<String, RankingScores> measure(Map<String, Map<String, Integer>> judgements) {
    Map<String, RankingScores> measured = new LinkedHashMap<>();
    judgements.forEach(
        (query, grades) ->
            measured.put(query, RankingScores.of(scores.getOrDefault(query, Map.of()), grades)));
    return measured;
  }

  /// Write the run, each query's documents best first.
  ///
  /// @throws EvaluationException if an id holds white space, which the format cannot tell apart
  void write(Path file, String tag) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (var query : scores.entrySet()) {
        int rank = 1;
        for (String document : RankingScores.rank(query.getValue())) {
          double score = query.getValue().getOrDefault(document, 0.0);
          out.write(line(query.getKey(), document, rank++, score, tag));
        }
      }
    }
  }

  private static String line(String query, String document, int rank, double score, String tag) {
    if ((query + document).chars().anyMatch(Character::isWhitespace)) {
      throw EvaluationException.badInput(
          "a run file cannot name '%s' or '%s': white space in an id".formatted(query, document),
          "Leave --run out for this collection.");
    }
    return "%s Q0 %s %d %s %s%n".formatted(query, document, rank, (float) score, tag);
  }

  /// @throws EvaluationException naming the first line that is not of the format
  static TrecRun read(Path file) throws IOException {
    Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String[] columns = lines.get(i).strip().split("\\s+", -1);
      double score = columns.length == COLUMNS ? number(columns[4]) : Double.NaN;
      if (Double.isNaN(score)) {
        throw EvaluationException.badInput(
            "%s:%d: not a line of a TREC run: '%s'".formatted(file, i + 1, lines.get(i)),
            "Write each line as: query Q0 document rank score tag");
      }
      scores.computeIfAbsent(columns[0], q -> new LinkedHashMap<>()).put(columns[2], score);
    }
    return new TrecRun(scores);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
