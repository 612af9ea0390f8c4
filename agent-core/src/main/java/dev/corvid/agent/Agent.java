package dev.corvid.agent;

import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Answers questions from documents. Thread-safe if its model and retriever are; it owns neither,
/// so there is nothing to close.
public final class Agent {
  private final LanguageModel model;
  private final Retriever retriever;

  private Agent(LanguageModel model, Retriever retriever) {
    this.model = model;
    this.retriever = retriever;
  }

  public static Builder with(LanguageModel model) {
    return new Builder(model);
  }

  /// Like [#run(Task, AgentListener)], unheard.
  public Outcome run(Task task) {
    return run(task, AgentListener.SILENT);
  }

  /// Work on the task until it is answered or given up.
  ///
  /// An interrupt of the calling thread ends the run with a
  /// [java.util.concurrent.CancellationException].
  ///
  /// @throws BudgetException if the run needs more than the task's budget
  /// @throws CorvidException what the model or the retriever reports
  public Outcome run(Task task, AgentListener listener) {
    List<Passage> passages = retriever.retrieve(task.query());
    if (!passages.isEmpty()) {
      throw new UnsupportedOperationException("answering is not built yet: " + model.description());
    }
    Outcome outcome =
        new Outcome(
            Outcome.Status.UNKNOWN,
            "I don't know: no document says anything about it.",
            List.of(),
            passages,
            Usage.NONE,
            new Outcome.Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    listener.on(new AgentEvent.Finished(outcome));
    return outcome;
  }

  /// Puts an agent together.
  public static final class Builder {
    private final LanguageModel model;
    private @Nullable Retriever retriever;

    private Builder(LanguageModel model) {
      this.model = Objects.requireNonNull(model, "model");
    }

    /// What looks up passages; required.
    public Builder retriever(Retriever value) {
      retriever = Objects.requireNonNull(value, "retriever");
      return this;
    }

    public Agent build() {
      return new Agent(model, Objects.requireNonNull(retriever, "retriever"));
    }
  }
}
