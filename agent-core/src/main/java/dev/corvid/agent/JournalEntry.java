package dev.corvid.agent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One thing that a run did or learnt, as it is written down. A run can be told again from its
/// entries alone: everything that does not follow from what came before is one of them, the model's
/// words included. No entry holds a secret.
public sealed interface JournalEntry {
  /// The run begins.
  ///
  /// @param task what is to be done
  /// @param approvals what is done without asking
  /// @param model the model's name
  /// @param setup what a program needs to open the same tools and documents again, in its own words
  record Begun(Task task, ApprovalMode approvals, String model, Map<String, List<String>> setup)
      implements JournalEntry {
    public Begun {
      setup = Map.copyOf(setup);
      Objects.requireNonNull(task, "task");
      Objects.requireNonNull(approvals, "approvals");
      Checks.requireText(model, "model");
    }
  }

  /// What was said before in the conversation.
  record Heard(List<Exchange> exchanges) implements JournalEntry {
    public Heard {
      exchanges = List.copyOf(exchanges);
    }
  }

  /// Lessons of similar runs were found.
  record Recalled(List<String> lessons) implements JournalEntry {
    public Recalled {
      lessons = List.copyOf(lessons);
    }
  }

  /// The tools of the run were chosen. A run that goes on later must find the same ones.
  record Selected(List<ToolSpec> tools) implements JournalEntry {
    public Selected {
      tools = List.copyOf(tools);
    }
  }

  /// The model scored a continuation.
  ///
  /// @param prompt the digest of prompt and continuation
  record Scored(String prompt, Score score) implements JournalEntry {
    public Scored {
      Checks.requireText(prompt, "prompt");
      Objects.requireNonNull(score, "score");
    }
  }

  /// The model wrote.
  ///
  /// @param prompt the digest of prompt and options
  record Wrote(String prompt, Completion completion) implements JournalEntry {
    public Wrote {
      Checks.requireText(prompt, "prompt");
      Objects.requireNonNull(completion, "completion");
    }
  }

  /// The model named the tools that the task needs.
  ///
  /// @param beforeUntrusted whether nothing had been read yet that somebody else wrote: only the
  ///   writes of such a plan can be approved at once
  record Planned(List<String> tools, boolean beforeUntrusted) implements JournalEntry {
    public Planned {
      tools = List.copyOf(tools);
    }
  }

  /// Passages were looked up.
  record Retrieved(Query query, List<Passage> passages) implements JournalEntry {
    public Retrieved {
      Objects.requireNonNull(query, "query");
      passages = List.copyOf(passages);
    }
  }

  /// The prompt had filled the context and was begun anew with what is known.
  ///
  /// @param before its tokens
  /// @param after those of the new one, all of which are read again
  record Compacted(int before, int after) implements JournalEntry {
    public Compacted {
      Checks.requireAtLeast(0, before, "before");
      Checks.requireAtLeast(0, after, "after");
    }
  }

  /// A request needs the user's word.
  ///
  /// @param digest of the request; the word is good for this request and no other
  /// @param expires from when on the word is no longer good
  record ApprovalAsked(ToolRequest request, String digest, String reason, Instant expires)
      implements JournalEntry {
    public ApprovalAsked {
      Objects.requireNonNull(request, "request");
      Checks.requireText(digest, "digest");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(expires, "expires");
    }
  }

  /// The user's word on a request.
  record ApprovalGiven(String call, String digest, boolean approved) implements JournalEntry {
    public ApprovalGiven {
      Checks.requireText(call, "call");
      Checks.requireText(digest, "digest");
    }
  }

  /// The user wants something else sent.
  ///
  /// @param arguments the arguments of the call in the user's words
  record Revised(String call, String arguments) implements JournalEntry {
    public Revised {
      Checks.requireText(call, "call");
      Checks.requireText(arguments, "arguments");
    }
  }

  /// The user was asked for what nobody else knows.
  record InputAsked(String question) implements JournalEntry {
    public InputAsked {
      Checks.requireText(question, "question");
    }
  }

  /// What the user said to it.
  record InputGiven(String text) implements JournalEntry {
    public InputGiven {
      Objects.requireNonNull(text, "text");
    }
  }

  /// A request is about to be sent: from here to its [CallEnded] nobody knows what happened.
  record CallBegan(ToolRequest request) implements JournalEntry {
    public CallBegan {
      Objects.requireNonNull(request, "request");
    }
  }

  /// The answer to a request came.
  record CallEnded(String call, ToolResult result) implements JournalEntry {
    public CallEnded {
      Checks.requireText(call, "call");
      Objects.requireNonNull(result, "result");
    }
  }

  /// A call was not made.
  ///
  /// @param why what is wrong with it, or who does not allow it
  record NotCalled(ToolCall call, boolean allowed, String why) implements JournalEntry {
    public NotCalled {
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(why, "why");
    }
  }

  /// The user's word on a call whose outcome is not known.
  record CallSettled(String call, Settlement settlement) implements JournalEntry {
    public CallSettled {
      Checks.requireText(call, "call");
      Objects.requireNonNull(settlement, "settlement");
    }
  }

  /// The run is over.
  record Ended(RunStatus status, String answer, List<Citation> citations) implements JournalEntry {
    public Ended {
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(answer, "answer");
      citations = List.copyOf(citations);
    }
  }

  /// An entry in its place.
  ///
  /// @param number from 0
  /// @param at when it was written
  /// @param elapsedMillis how long the run had been at work, waiting between processes left out
  record Placed(int number, Instant at, long elapsedMillis, JournalEntry entry) {
    public Placed {
      Checks.requireAtLeast(0, number, "number");
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(entry, "entry");
    }
  }
}
