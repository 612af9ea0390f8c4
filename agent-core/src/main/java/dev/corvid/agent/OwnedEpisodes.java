package dev.corvid.agent;

import dev.corvid.agent.spi.EpisodicMemory;
import java.util.List;
import java.util.Objects;

/// Those episodes of a memory that are one user's, for memories that keep all in one place.
///
/// @param all the memory
/// @param user whose episodes are seen
public record OwnedEpisodes(EpisodicMemory all, String user) implements EpisodicMemory {
  public OwnedEpisodes {
    Objects.requireNonNull(all, "all");
    Objects.requireNonNull(user, "user");
  }

  private boolean isOwn(Episode episode) {
    return episode.user().equals(user);
  }

  /// @throws IllegalArgumentException if the episode is another user's
  @Override
  public void add(Episode episode) {
    if (!isOwn(episode)) {
      throw new IllegalArgumentException(
          "the episode must be of '%s', is of '%s'".formatted(user, episode.user()));
    }
    all.add(episode);
  }

  @Override
  public List<Recalled> recall(String task, int limit) {
    int everything = Math.max(limit, all.episodes().size());
    return all.recall(task, everything).stream()
        .filter(recalled -> isOwn(recalled.episode()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Episode> episodes() {
    return all.episodes().stream().filter(this::isOwn).toList();
  }

  @Override
  public boolean forget(String id) {
    return episodes().stream().anyMatch(episode -> episode.id().equals(id)) && all.forget(id);
  }

  @Override
  public void close() {
    // The memory is its owner's.
  }
}
