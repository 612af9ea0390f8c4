package dev.corvid.eval;

/// Asks a model for calls and holds them against the right ones.
final class CallsEvaluation {
  private final RememberedModel memory;
  private final CallWriter writer;

  /// @param free whether to ask the bare model
  CallsEvaluation(RememberedModel memory, boolean free) {
    this.memory = memory;
    this.writer = free ? CallWriter.free(memory) : CallWriter.constrained(memory);
  }

  CallItem ask(CallCase asked, CallFile file) {
    long replayed = memory.replayed().toNanos();
    long start = System.nanoTime();
    CallAttempt attempt = writer.write(asked);
    long took = System.nanoTime() - start + memory.replayed().toNanos() - replayed;
    return CallItem.of(asked, file, attempt, took / 1e9);
  }
}
