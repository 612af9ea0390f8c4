package dev.corvid.agent.spi;

import dev.corvid.agent.AgentEvent;

/// Hears what happens in a run, on the thread of the run and in order. What it throws ends the run
/// and reaches the caller.
@FunctionalInterface
public interface AgentListener {
  AgentListener SILENT = event -> {};

  void on(AgentEvent event);
}
