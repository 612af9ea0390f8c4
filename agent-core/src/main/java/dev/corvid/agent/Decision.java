package dev.corvid.agent;

import java.util.List;
import java.util.Objects;

/// What the agent does next.
public sealed interface Decision {
  /// Look up passages.
  record Retrieve(Query query) implements Decision {
    public Retrieve {
      Objects.requireNonNull(query, "query");
    }
  }

  /// Write an answer from the passages and check it against them.
  record Answer(List<Passage> passages) implements Decision {
    public Answer {
      passages = List.copyOf(passages);
      if (passages.isEmpty()) {
        throw new IllegalArgumentException("passages must not be empty");
      }
    }
  }

  /// Say that the question cannot be answered.
  record GiveUp(String reason) implements Decision {
    public GiveUp {
      Checks.requireText(reason, "reason");
    }
  }
}
