package dev.corvid.autoconfigure;

import dev.corvid.agent.Usage;
import java.time.Duration;

/// Counts what an observation cannot: tokens, and the time to the first of them. Thread-safe.
interface UsageMeter {
  /// Where there is nothing to count with.
  UsageMeter NONE =
      new UsageMeter() {
        @Override
        public void used(Call call, Usage usage) {}

        @Override
        public void firstChunk(Call call, Duration after) {}
      };

  /// Whose tokens they are.
  ///
  /// @param operation `chat`, `text_completion` or `score`
  record Call(String operation, String model) {}

  void used(Call call, Usage usage);

  /// @param after since the call began, the wait for the model included
  void firstChunk(Call call, Duration after);
}
