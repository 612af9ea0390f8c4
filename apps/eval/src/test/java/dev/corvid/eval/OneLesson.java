package dev.corvid.eval;

import dev.corvid.agent.Episode;
import dev.corvid.agent.spi.EpisodicMemory;
import java.util.ArrayList;
import java.util.List;

/// Recalls the same episode whatever is asked, or none, and keeps what it is given. For one thread.
final class OneLesson implements EpisodicMemory {
  private final List<Recalled> recalled;
  private final List<Episode> added = new ArrayList<>();

  private OneLesson(List<Recalled> recalled) {
    this.recalled = recalled;
  }

  static OneLesson none() {
    return new OneLesson(List.of());
  }

  static OneLesson of(Episode episode) {
    return new OneLesson(List.of(new Recalled(episode, 1)));
  }

  @Override
  public void add(Episode episode) {
    added.add(episode);
  }

  @Override
  public List<Recalled> recall(String task, int limit) {
    return recalled;
  }

  @Override
  public List<Episode> episodes() {
    return List.copyOf(added);
  }

  @Override
  public boolean forget(String id) {
    return added.removeIf(episode -> episode.id().equals(id));
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
