package dev.corvid.shell;

import dev.corvid.agent.Outcome;
import dev.corvid.command.Clock;
import dev.corvid.command.Json;
import java.util.Map;

/// Where the time of an `ask` went, in milliseconds. Loading and indexing overlap, so the parts may
/// add up to more than the total.
final class AskTimes {
  private final double start;
  private final long begin = System.nanoTime();
  private double load;
  private double index;

  AskTimes(double start) {
    this.start = start;
  }

  void indexed() {
    index = Clock.since(begin);
  }

  void loaded(double millis) {
    load = millis;
  }

  Map<String, Object> json(Outcome.Timings run) {
    return Json.object(
        "start",
        start,
        "load",
        load,
        "index",
        index,
        "retrieve",
        Clock.millis(run.retrieve()),
        "prefill",
        Clock.millis(run.prefill()),
        "decode",
        Clock.millis(run.decode()),
        "total",
        start + Clock.since(begin));
  }
}
