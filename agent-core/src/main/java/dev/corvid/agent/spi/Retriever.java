package dev.corvid.agent.spi;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import java.util.List;

/// Finds passages. Thread-safe.
public interface Retriever {
  /// Find the passages that fit best, best first.
  List<Passage> retrieve(Query query);

  /// How much a word tells in this collection: `ln(1 + N / (1 + df))` over its `N` passages, of
  /// which `df` hold the word in any inflection. Weighs how much of an answer a quote covers.
  double weight(String word);
}
