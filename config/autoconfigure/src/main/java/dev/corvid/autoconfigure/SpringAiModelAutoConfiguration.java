package dev.corvid.autoconfigure;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.springai.SpringAiLanguageModel;
import dev.corvid.springai.SpringAiTextEmbedder;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// Models of Spring AI in place of Corvid's own, where properties ask for them.
@AutoConfiguration(before = {ModelAutoConfiguration.class, DocumentsAutoConfiguration.class})
@ConditionalOnClass(SpringAiLanguageModel.class)
@EnableConfigurationProperties(CorvidProperties.class)
public final class SpringAiModelAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(LanguageModel.class)
  @ConditionalOnBooleanProperty("corvid.spring-ai.use-chat-model")
  SpringAiLanguageModel corvidSpringAiLanguageModel(
      CorvidProperties properties, ObjectProvider<ChatModel> models) {
    ChatModel model = models.getIfAvailable();
    if (model == null) {
      throw missing("corvid.spring-ai.use-chat-model", "chat");
    }
    String name = properties.model().name();
    SpringAiLanguageModel used =
        SpringAiLanguageModel.of(model, properties.model().contextLength());
    return name == null ? used : used.named(name);
  }

  @Bean
  @ConditionalOnMissingBean(TextEmbedder.class)
  @ConditionalOnBooleanProperty("corvid.spring-ai.use-embedding-model")
  SpringAiTextEmbedder corvidSpringAiTextEmbedder(
      CorvidProperties properties, ObjectProvider<EmbeddingModel> models) {
    EmbeddingModel model = models.getIfAvailable();
    if (model == null) {
      throw missing("corvid.spring-ai.use-embedding-model", "embedding");
    }
    String id = properties.springAi().embeddingId();
    if (id == null || id.isBlank()) {
      throw new PropertyException(
          "corvid.spring-ai.use-embedding-model is true, and embedding-id is missing",
          "Set corvid.spring-ai.embedding-id to the model's name and version, and to another one"
              + " when the model changes.");
    }
    return SpringAiTextEmbedder.of(model, id);
  }

  private static PropertyException missing(String property, String kind) {
    return new PropertyException(
        "%s is true, and there is no %s model of Spring AI".formatted(property, kind),
        "Add a Spring AI starter that brings one, or declare a bean.");
  }
}
