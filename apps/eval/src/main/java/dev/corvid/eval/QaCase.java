package dev.corvid.eval;

import dev.corvid.agent.Passage;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A question and what is known about it.
///
/// @param isGold whether a document of this name holds the answer
/// @param hidden the documents to hide for the question to have no answer; empty if not to be tried
/// @param gold the passages that hold the answer, to be handed over; empty if not to be tried
record QaCase(Question question, Predicate<String> isGold, Set<String> hidden, List<Passage> gold) {
  QaCase {
    hidden = Set.copyOf(hidden);
    gold = List.copyOf(gold);
  }
}
