package dev.corvid.agent.spi;

import dev.corvid.agent.ToolSpec;
import java.util.List;

/// Chooses the tools that a run may need. Thread-safe.
@FunctionalInterface
public interface ToolSelector {
  /// The tools that fit the task best, best first, at most `limit`.
  List<ToolSpec> select(String task, List<ToolSpec> tools, int limit);
}
