package dev.corvid.autoconfigure;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.springai.CorvidChatModel;
import dev.corvid.springai.CorvidDocumentRetriever;
import dev.corvid.springai.CorvidEmbeddingModel;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

/// Corvid's model, embedder and documents as beans of Spring AI. Last of all, so that any other
/// model of the application comes before them.
@AutoConfiguration(after = CorvidAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(CorvidChatModel.class)
@ConditionalOnBooleanProperty(name = "corvid.spring-ai.provide", matchIfMissing = true)
@EnableConfigurationProperties(CorvidProperties.class)
public final class SpringAiBeansAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(ChatModel.class)
  @ConditionalOnBean(LanguageModel.class)
  @ConditionalOnBooleanProperty(
      name = "corvid.spring-ai.use-chat-model",
      havingValue = false,
      matchIfMissing = true)
  CorvidChatModel corvidChatModel(
      LanguageModel model, ObjectProvider<ObservationRegistry> observations) {
    CorvidChatModel chat = CorvidChatModel.of(model);
    ObservationRegistry registry = observations.getIfAvailable();
    return registry == null ? chat : chat.observedBy(registry);
  }

  /// The embedder is opened when it is first used.
  @Bean
  @ConditionalOnMissingBean(EmbeddingModel.class)
  @ConditionalOnBean(TextEmbedder.class)
  @ConditionalOnBooleanProperty(
      name = "corvid.spring-ai.use-embedding-model",
      havingValue = false,
      matchIfMissing = true)
  CorvidEmbeddingModel corvidEmbeddingModel(@Lazy TextEmbedder embedder) {
    return CorvidEmbeddingModel.of(embedder);
  }

  /// Where Spring AI's RAG is.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(DocumentRetriever.class)
  static final class Rag {
    @Bean
    @ConditionalOnMissingBean(DocumentRetriever.class)
    @ConditionalOnBean(Retriever.class)
    CorvidDocumentRetriever corvidDocumentRetriever(
        Retriever retriever, CorvidProperties properties) {
      return CorvidDocumentRetriever.of(retriever, properties.springAi().topK());
    }
  }
}
