package dev.corvid.agent;

import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.TextIndex;
import dev.corvid.agent.spi.TextIndex.Entry;
import dev.corvid.agent.spi.TextIndex.Field;
import dev.corvid.agent.spi.TextIndex.Hit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers runs in a [TextIndex], where they are found by their tasks. An episode that cannot be
/// read, since another version of Corvid wrote it, is left out and stays where it is. Thread-safe.
public final class IndexedEpisodicMemory implements EpisodicMemory {
  /// Below this similarity tasks have little more in common than that they are tasks.
  public static final double LEAST_SIMILARITY = 0.2;

  private static final Logger log = LoggerFactory.getLogger(IndexedEpisodicMemory.class);

  /// How many candidates are compared at least; the index ranks them by another measure.
  private static final int CANDIDATES = 50;

  private final TextIndex index;

  /// @param index holds nothing but this memory; is closed with it
  public IndexedEpisodicMemory(TextIndex index) {
    this.index = index;
  }

  @Override
  public void add(Episode episode) {
    index.put(
        new Entry(episode.id(), List.of(new Field(episode.task(), 1)), EpisodeJson.write(episode)));
  }

  /// @return only what is at least [#LEAST_SIMILARITY] alike
  @Override
  public List<Recalled> recall(String task, int limit) {
    return recall(task, limit, LEAST_SIMILARITY);
  }

  /// As [#recall(String, int)], with a similarity of the caller's choice. Equally similar ones come
  /// newest first.
  ///
  /// @param least in `[0, 1]`; 0 gives whatever shares a word with the task
  public List<Recalled> recall(String task, int limit, double least) {
    Checks.requireAtLeast(1, limit, "limit");
    List<Hit> hits =
        index.search(task, (int) Math.min(1_000_000, Math.max(CANDIDATES, 4L * limit)));
    if (hits.isEmpty()) {
      return List.of();
    }
    List<Episode> found = hits.stream().flatMap(hit -> read(hit.entry()).stream()).toList();
    return new TaskSimilarity(task, tasks()).ranked(found, limit, least);
  }

  // From the entries' fields, which need no parsing.
  private List<String> tasks() {
    return index.entries().stream()
        .flatMap(entry -> entry.fields().stream().limit(1).map(Field::text))
        .toList();
  }

  @Override
  public List<Episode> episodes() {
    return index.entries().stream()
        .flatMap(entry -> read(entry).stream())
        .sorted(Comparator.comparing(Episode::when))
        .toList();
  }

  private static Optional<Episode> read(Entry entry) {
    Optional<Episode> episode = EpisodeJson.read(entry.payload());
    if (episode.isEmpty()) {
      log.warn("Episode {} was not written by this version of Corvid; leaving it out", entry.id());
    }
    return episode;
  }

  @Override
  public boolean forget(String id) {
    return index.remove(id);
  }

  @Override
  public void close() {
    index.close();
  }
}
