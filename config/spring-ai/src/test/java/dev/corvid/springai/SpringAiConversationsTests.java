package dev.corvid.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Agent;
import dev.corvid.agent.Exchange;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.StoredPassages;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;

class SpringAiConversationsTests {
  private final ChatMemory memory = MessageWindowChatMemory.builder().maxMessages(4).build();
  private final SpringAiConversations conversations = SpringAiConversations.of(memory);

  @Test
  void whatIsSaidToAnAgentIsInSpringAisMemory() {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies("Dogs are fed twice a day [1].")
            .scoring((prompt, continuation) -> -9);
    Agent.with(model)
        .retriever(
            StoredPassages.of(StoredPassages.document("care.md", "Dogs are fed twice a day.")))
        .conversations(conversations)
        .build()
        .ask(Task.question("How often are dogs fed?").inConversation("c-1"), AgentListener.SILENT);
    assertThat(memory.get("c-1"))
        .containsExactly(
            new UserMessage("How often are dogs fed?"),
            new AssistantMessage("Dogs are fed twice a day. [1]"));
  }

  @Test
  void whatSpringAiKeptIsRead() {
    memory.add(
        "c-1",
        List.of(
            new SystemMessage("You feed dogs."),
            new AssistantMessage("Hello."),
            new UserMessage("How often?"),
            new AssistantMessage("Twice.")));
    memory.add("c-1", new UserMessage("And cats?"));
    assertThat(conversations.exchanges("c-1"))
        .containsExactly(new Exchange("How often?", "Twice."));
    assertThat(conversations.forget("c-1")).isTrue();
    assertThat(conversations.forget("c-1")).isFalse();
    assertThat(conversations.exchanges("c-1")).isEmpty();
  }

  @Test
  void howMuchIsKeptIsItsChoice() {
    for (int i = 1; i <= 5; i++) {
      conversations.add("c-1", new Exchange("question " + i, "answer " + i));
    }
    assertThat(conversations.exchanges("c-1"))
        .containsExactly(
            new Exchange("question 4", "answer 4"), new Exchange("question 5", "answer 5"));
  }
}
