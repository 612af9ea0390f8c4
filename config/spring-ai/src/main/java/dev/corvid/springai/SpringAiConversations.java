package dev.corvid.springai;

import dev.corvid.agent.Exchange;
import dev.corvid.agent.spi.ConversationMemory;
import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;

/// Conversations in Spring AI's memory: each exchange is a message of the user and one of the
/// assistant. Thread-safe if the memory is. How much is kept is the memory's choice; that an
/// exchange is pinned is not kept.
public final class SpringAiConversations implements ConversationMemory {
  private final ChatMemory memory;

  private SpringAiConversations(ChatMemory memory) {
    this.memory = memory;
  }

  public static SpringAiConversations of(ChatMemory memory) {
    return new SpringAiConversations(memory);
  }

  /// What a user said without an answer, and an answer to nothing, is left out.
  @Override
  public List<Exchange> exchanges(String conversation) {
    List<Exchange> exchanges = new ArrayList<>();
    String said = "";
    for (Message message : memory.get(conversation)) {
      String text = message.getText() == null ? "" : message.getText();
      if (message instanceof UserMessage) {
        said = text;
      } else if (message instanceof AssistantMessage && !said.isBlank()) {
        exchanges.add(new Exchange(said, text));
        said = "";
      }
    }
    return exchanges;
  }

  @Override
  public void add(String conversation, Exchange exchange) {
    memory.add(
        conversation,
        List.of(new UserMessage(exchange.request()), new AssistantMessage(exchange.answer())));
  }

  @Override
  public boolean forget(String conversation) {
    boolean known = !memory.get(conversation).isEmpty();
    memory.clear(conversation);
    return known;
  }
}
