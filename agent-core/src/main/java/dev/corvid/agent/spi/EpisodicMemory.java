package dev.corvid.agent.spi;

import dev.corvid.agent.Episode;
import dev.corvid.agent.OwnedEpisodes;
import java.util.List;

/// Remembers runs. Thread-safe.
public interface EpisodicMemory extends AutoCloseable {
  /// Keep an episode, in place of one with its id.
  void add(Episode episode);

  /// The episodes whose tasks are most like this one, most like it first.
  List<Recalled> recall(String task, int limit);

  /// The episodes of one user: no other's are found, and what is added is his. Closing it closes
  /// nothing.
  default EpisodicMemory ownedBy(String user) {
    return new OwnedEpisodes(this, user);
  }

  /// All episodes, oldest first.
  List<Episode> episodes();

  /// Forget an episode; says whether there was one.
  boolean forget(String id);

  @Override
  void close();

  /// @param similarity in `(0, 1]`, 1 for the same task
  record Recalled(Episode episode, double similarity) {}
}
