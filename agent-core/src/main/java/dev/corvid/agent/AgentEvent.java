package dev.corvid.agent;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// What happens in a run. In a conversation it may begin with `RequestCompleted`. The order of a
/// question is: `Retrieved`, `PromptRead` (many), `RefusalScored`, then, if it is not refused,
/// `TextWritten` (many), `CitationsChecked` and, if the first draft does not stand,
/// `DraftWithdrawn` and the same for a second one; at last `Finished`. A run that finds no passage
/// has only `Retrieved` and `Finished`.
public sealed interface AgentEvent {

  /// What the user said was completed by what was said before in the conversation.
  ///
  /// @param request what the user is taken to mean
  record RequestCompleted(String request) implements AgentEvent {
    public RequestCompleted {
      Objects.requireNonNull(request, "request");
    }
  }

  /// Passages were looked up.
  record Retrieved(Query query, List<Passage> passages, Duration took) implements AgentEvent {
    public Retrieved {
      Objects.requireNonNull(query, "query");
      passages = List.copyOf(passages);
      Objects.requireNonNull(took, "took");
    }
  }

  /// The model has read `done` of the `total` tokens of its prompt.
  record PromptRead(int done, int total) implements AgentEvent {}

  /// It was decided whether the passages hold an answer.
  ///
  /// @param logProbability that the model begins to refuse
  /// @param coverage the share of the question's weight that the best passage mentions
  /// @param probability the calibrated probability that they do not hold it, made of the two
  /// @param refused whether that is too much to answer
  record RefusalScored(double logProbability, double coverage, double probability, boolean refused)
      implements AgentEvent {}

  /// The model wrote a piece of its answer. The pieces are a draft: marks are added, and an answer
  /// that nothing supports is withdrawn, only in the [Outcome] or [RunReport].
  record TextWritten(String piece) implements AgentEvent {
    public TextWritten {
      Objects.requireNonNull(piece, "piece");
    }
  }

  /// The model declined in words, or nothing that was read supports what it wrote: the text written
  /// so far does not count. To a question another draft follows.
  record DraftWithdrawn(String draft) implements AgentEvent {
    public DraftWithdrawn {
      Objects.requireNonNull(draft, "draft");
    }
  }

  /// The answer was held against the passages.
  ///
  /// @param citations the verified ones
  /// @param unsupported the sentences of the answer for which no quote was found
  record CitationsChecked(List<Citation> citations, List<String> unsupported)
      implements AgentEvent {
    public CitationsChecked {
      citations = List.copyOf(citations);
      unsupported = List.copyOf(unsupported);
    }
  }

  /// The model named the tools that the task needs.
  record Planned(List<String> tools) implements AgentEvent {
    public Planned {
      tools = List.copyOf(tools);
    }
  }

  /// The prompt had filled the context and begins anew with what is known.
  ///
  /// @param before its tokens
  /// @param after those of the new one
  record Compacted(int before, int after) implements AgentEvent {}

  /// A request needs the user's word.
  record ApprovalWanted(ToolRequest request, String reason) implements AgentEvent {
    public ApprovalWanted {
      Objects.requireNonNull(request, "request");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /// The user has to say what nobody else knows.
  record InputWanted(String question) implements AgentEvent {
    public InputWanted {
      Objects.requireNonNull(question, "question");
    }
  }

  /// A request is being sent.
  record CallBegan(ToolRequest request) implements AgentEvent {
    public CallBegan {
      Objects.requireNonNull(request, "request");
    }
  }

  /// A call is over, or was not made.
  record CallEnded(RunReport.Step step) implements AgentEvent {
    public CallEnded {
      Objects.requireNonNull(step, "step");
    }
  }

  /// A run with tools is over.
  record RunEnded(RunReport report) implements AgentEvent {
    public RunEnded {
      Objects.requireNonNull(report, "report");
    }
  }

  /// The run is over.
  record Finished(Outcome outcome) implements AgentEvent {
    public Finished {
      Objects.requireNonNull(outcome, "outcome");
    }
  }
}
