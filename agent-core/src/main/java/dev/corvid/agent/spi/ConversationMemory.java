package dev.corvid.agent.spi;

import dev.corvid.agent.Exchange;
import java.util.List;

/// Remembers conversations, each under an id that its owner chose. Thread-safe.
public interface ConversationMemory {
  /// What was said so far, oldest first; nothing in a conversation that is not known.
  ///
  /// @throws IllegalArgumentException if the id is not one that can be kept
  List<Exchange> exchanges(String conversation);

  /// Keep what was said last.
  ///
  /// @throws IllegalArgumentException if the id is not one that can be kept
  void add(String conversation, Exchange exchange);

  /// Forget a conversation; says whether there was one.
  boolean forget(String conversation);
}
