package dev.corvid.agent;

import dev.corvid.agent.spi.ConversationMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps the latest conversations as long as the process lives. Thread-safe.
public final class InMemoryConversations implements ConversationMemory {
  private static final int MOST_EXCHANGES = 256;

  private final Map<String, List<Exchange>> conversations;

  /// @param most so many conversations are kept, those first forgotten that were used least lately
  public InMemoryConversations(int most) {
    Checks.requireAtLeast(1, most, "most");
    conversations =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, List<Exchange>> eldest) {
            return size() > most;
          }
        };
  }

  @Override
  public synchronized List<Exchange> exchanges(String conversation) {
    return List.copyOf(conversations.getOrDefault(conversation, List.of()));
  }

  @Override
  public synchronized void add(String conversation, Exchange exchange) {
    Checks.requireText(conversation, "conversation");
    List<Exchange> exchanges = conversations.computeIfAbsent(conversation, id -> new ArrayList<>());
    exchanges.add(exchange);
    if (exchanges.size() > MOST_EXCHANGES) {
      exchanges.removeFirst();
    }
  }

  @Override
  public synchronized boolean forget(String conversation) {
    return conversations.remove(conversation) != null;
  }
}
