package dev.corvid.eval;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.command.Console;
import dev.corvid.command.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks a retriever a collection's questions and measures what it finds.
///
/// @param questions the judged questions to ask
record RetrievalEvaluation(BeirCollection collection, List<Question> questions) {
  /// As deep as `recall@100` looks; `map` therefore is the one of the first hundred.
  private static final int DEPTH = 100;

  TrecRun run(Retriever retriever, Query.Mode mode, Console console) {
    Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
    try (Progress progress = console.progress("searching")) {
      for (Question question : questions) {
        Query query = Query.of(question.text(), DEPTH).withMode(mode);
        Map<String, Double> found = new LinkedHashMap<>();
        for (Passage passage : retriever.retrieve(query)) {
          found.merge(passage.document(), passage.score(), Math::max);
        }
        scores.put(question.id(), found);
        progress.update(scores.size(), questions.size(), scores.size() + " queries");
      }
    }
    return new TrecRun(scores);
  }

  /// The measures of each question that was asked.
  List<RankingScores> measure(TrecRun run) {
    Map<String, Map<String, Integer>> asked = new LinkedHashMap<>();
    for (Question question : questions) {
      asked.put(question.id(), collection.judgements().getOrDefault(question.id(), Map.of()));
    }
    return List.copyOf(run.measure(asked).values());
  }
}
