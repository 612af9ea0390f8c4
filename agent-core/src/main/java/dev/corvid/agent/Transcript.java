package dev.corvid.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A task and what was done for it so far, oldest first. Immutable.
public record Transcript(Task task, List<Turn> turns) {
  public Transcript {
    Objects.requireNonNull(task, "task");
    turns = List.copyOf(turns);
  }

  static Transcript of(Task task) {
    return new Transcript(task, List.of());
  }

  Transcript with(Turn turn) {
    List<Turn> longer = new ArrayList<>(turns);
    longer.add(turn);
    return new Transcript(task, longer);
  }
}
