package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Exchange;
import dev.corvid.agent.InMemoryConversations;
import dev.corvid.agent.spi.ConversationMemory;
import org.junit.jupiter.api.Test;

class InMemoryConversationsTests extends ConversationMemoryContract {
  @Override
  protected ConversationMemory memory() {
    return new InMemoryConversations(8);
  }

  @Test
  void theConversationThatWasUsedLeastLatelyIsForgotten() {
    InMemoryConversations memory = new InMemoryConversations(2);
    memory.add("one", new Exchange("1", ""));
    memory.add("two", new Exchange("2", ""));
    memory.add("one", new Exchange("3", ""));
    memory.add("three", new Exchange("4", ""));
    assertThat(memory.exchanges("two")).isEmpty();
    assertThat(memory.exchanges("one")).hasSize(2);
  }
}
