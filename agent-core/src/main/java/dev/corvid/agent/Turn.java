package dev.corvid.agent;

import java.util.List;
import java.util.Objects;

/// One thing that happened in a run and that the next decision can look at.
public sealed interface Turn {
  /// A query and what it found, best first.
  record Retrieved(Query query, List<Passage> passages) implements Turn {
    public Retrieved {
      Objects.requireNonNull(query, "query");
      passages = List.copyOf(passages);
    }
  }
}
