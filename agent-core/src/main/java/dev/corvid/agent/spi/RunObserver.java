package dev.corvid.agent.spi;

import java.util.function.Supplier;

/// Stands around each piece of work that an agent is given, on the thread that does it and with the
/// wait for its turn. Thread-safe.
public interface RunObserver {
  RunObserver NONE =
      new RunObserver() {
        @Override
        public <T> T observe(Operation operation, Supplier<T> work) {
          return work.get();
        }
      };

  /// What an agent is told to do.
  enum Operation {
    /// Answer a question; the work gives an [dev.corvid.agent.Outcome].
    ASK,
    /// Work on a task; the work gives a [dev.corvid.agent.RunReport].
    RUN,
    /// Go on with a run; the work gives a [dev.corvid.agent.RunReport].
    RESUME
  }

  /// Do the work once and give what it gives; what it throws reaches the caller.
  <T> T observe(Operation operation, Supplier<T> work);
}
