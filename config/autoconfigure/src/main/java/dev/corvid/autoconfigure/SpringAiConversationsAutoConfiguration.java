package dev.corvid.autoconfigure;

import dev.corvid.agent.spi.ConversationMemory;
import dev.corvid.springai.SpringAiConversations;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// The agent's conversations in Spring AI's memory, where the application has one.
@AutoConfiguration(
    before = CorvidAutoConfiguration.class,
    afterName =
        "org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration")
@ConditionalOnClass(SpringAiConversations.class)
public final class SpringAiConversationsAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(ConversationMemory.class)
  @ConditionalOnBean(ChatMemory.class)
  SpringAiConversations corvidConversations(ChatMemory memory) {
    return SpringAiConversations.of(memory);
  }
}
