package dev.corvid.agent;

import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// What one run has used so far, held against its budget; the only state that changes during a run.
/// Belongs to the run's thread.
final class Run {
  private final Budget budget;
  private final AgentListener listener;
  private final Stopwatch stopwatch;
  private final BooleanSupplier live;
  private int steps;
  private int calls;
  private Usage usage = Usage.NONE;
  private Duration retrieve = Duration.ZERO;
  private Duration prefill = Duration.ZERO;
  private Duration decode = Duration.ZERO;

  Run(Budget budget, AgentListener listener) {
    this(budget, listener, new Stopwatch(Duration.ZERO), () -> true);
  }

  /// A run that may go on from where it was: what was done in time before stays done, however long
  /// it took altogether.
  Run(Budget budget, AgentListener listener, Replay replay) {
    this(budget, listener, replay.stopwatch(), replay::isLive);
  }

  private Run(Budget budget, AgentListener listener, Stopwatch stopwatch, BooleanSupplier live) {
    this.budget = budget;
    this.listener = listener;
    this.stopwatch = stopwatch;
    this.live = live;
  }

  void tell(AgentEvent event) {
    listener.on(event);
  }

  /// Count a decision.
  void step() {
    checkTime();
    if (++steps > budget.steps()) {
      throw new BudgetException(
          "The budget of %d steps is used up before there is an answer.".formatted(budget.steps()),
          "Allow more steps.");
    }
  }

  /// End the run if its thread was interrupted or its time is over.
  void checkTime() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the run was interrupted");
    }
    if (live.getAsBoolean() && stopwatch.elapsed().compareTo(budget.wallClock()) > 0) {
      throw new BudgetException(
          "The budget of %.1f s is used up before there is an answer."
              .formatted(budget.wallClock().toMillis() / 1000.0),
          "Allow more time, or ask with fewer passages.");
    }
  }

  /// Count a call of a tool.
  void call() {
    calls++;
  }

  /// Whether there is room for another step and an answer after it.
  ///
  /// @param tokens what an answer needs
  /// @param elapsed how long the run has been at work
  boolean hasRoom(int tokens, Duration elapsed) {
    return steps + 1 < budget.steps()
        && calls < budget.calls()
        && budget.tokens() - usage.completionTokens() > 2 * tokens
        && elapsed.compareTo(budget.wallClock().multipliedBy(9).dividedBy(10)) < 0;
  }

  /// How many tokens may still be written, at most `wanted`.
  int tokens(int wanted) {
    return tokens(wanted, 0);
  }

  /// @param kept how many are for something else
  int tokens(int wanted, int kept) {
    int left = budget.tokens() - usage.completionTokens() - kept;
    if (left <= 0) {
      throw outOfTokens();
    }
    return Math.min(wanted, left);
  }

  BudgetException outOfTokens() {
    return new BudgetException(
        "The budget of %d written tokens is used up before there is an answer."
            .formatted(budget.tokens()),
        "Allow more tokens.");
  }

  /// Passes on how the model reads, and ends its work when the time is over.
  GenerationListener watch() {
    return watch(new MarkFilter(text -> {}));
  }

  /// Passes the model's progress on, and ends its work when the time is over.
  GenerationListener watch(MarkFilter text) {
    return new GenerationListener() {
      @Override
      public void prefilled(int done, int total) {
        checkTime();
        tell(new AgentEvent.PromptRead(done, total));
      }

      @Override
      public void text(String piece) {
        checkTime();
        text.accept(piece);
      }
    };
  }

  void add(Usage value) {
    usage = usage.plus(value);
  }

  void addRetrieve(Duration value) {
    retrieve = retrieve.plus(value);
  }

  void addPrefill(Duration value) {
    prefill = prefill.plus(value);
  }

  void addDecode(Duration value) {
    decode = decode.plus(value);
  }

  Usage usage() {
    return usage;
  }

  Outcome.Timings timings() {
    return new Outcome.Timings(retrieve, prefill, decode);
  }
}
