package dev.corvid.agent;

import dev.corvid.agent.spi.Retriever;
import java.util.List;

/// A retriever whose finds are written down, and told again when the run goes on.
record JournalledRetriever(Retriever retriever, Replay replay) implements Retriever {
  @Override
  public List<Passage> retrieve(Query query) {
    return replay
        .once(
            JournalEntry.Retrieved.class,
            () -> new JournalEntry.Retrieved(query, retriever.retrieve(query)))
        .passages();
  }

  @Override
  public double weight(String word) {
    return retriever.weight(word);
  }
}
