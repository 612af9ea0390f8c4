package dev.corvid.agent;

import java.util.Objects;

/// What a user said in a conversation and what was answered.
///
/// @param pinned whether it is to be kept whole, however long the conversation gets
public record Exchange(String request, String answer, boolean pinned) {
  public Exchange {
    Checks.requireText(request, "request");
    Objects.requireNonNull(answer, "answer");
  }

  public Exchange(String request, String answer) {
    this(request, answer, false);
  }

  public Exchange withPinned(boolean value) {
    return new Exchange(request, answer, value);
  }
}
