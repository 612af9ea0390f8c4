package dev.corvid.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Agent;
import dev.corvid.agent.Exchange;
import dev.corvid.agent.InMemoryConversations;
import dev.corvid.agent.spi.ConversationMemory;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.inference.onnx.BgeSmallEmbedder;
import dev.corvid.springai.CorvidChatModel;
import dev.corvid.springai.CorvidDocumentRetriever;
import dev.corvid.springai.CorvidEmbeddingModel;
import dev.corvid.springai.SpringAiLanguageModel;
import dev.corvid.springai.SpringAiTextEmbedder;
import dev.corvid.test.HashingEmbedder;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.StoredPassages;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SpringAiAutoConfigurationTests {
  @TempDir Path home;
  private ApplicationContextRunner empty;
  private ApplicationContextRunner runner;

  @BeforeEach
  void prepare() {
    empty =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    SpringAiModelAutoConfiguration.class,
                    ModelAutoConfiguration.class,
                    DocumentsAutoConfiguration.class,
                    ToolsAutoConfiguration.class,
                    ObservabilityAutoConfiguration.class,
                    SpringAiConversationsAutoConfiguration.class,
                    CorvidAutoConfiguration.class,
                    SpringAiBeansAutoConfiguration.class))
            .withPropertyValues("corvid.home=" + home);
    runner =
        empty.withBean(LanguageModel.class, () -> ScriptedLanguageModel.replies("Twice a day."));
  }

  /// A chat model of some provider.
  private static final class Provider implements ChatModel {
    @Override
    public ChatResponse call(Prompt prompt) {
      return new ChatResponse(List.of(new Generation(new AssistantMessage("Twice a day."))));
    }

    @Override
    public ChatOptions getOptions() {
      return ChatOptions.builder().model("provider-1").build();
    }
  }

  private static StoredPassages handbook() {
    return StoredPassages.of(StoredPassages.document("care.md", "Dogs are fed twice a day."));
  }

  @Test
  void corvidsModelEmbedderAndDocumentsAreBeansOfSpringAi() {
    runner
        .withBean(TextEmbedder.class, () -> new HashingEmbedder("hashes", 64))
        .withBean(Retriever.class, SpringAiAutoConfigurationTests::handbook)
        .run(
            context -> {
              assertThat(context.getBean(ChatModel.class))
                  .isInstanceOf(CorvidChatModel.class)
                  .satisfies(
                      chat ->
                          assertThat(chat.call("How often are dogs fed?"))
                              .isEqualTo("Twice a day."));
              assertThat(context.getBean(EmbeddingModel.class))
                  .isInstanceOf(CorvidEmbeddingModel.class)
                  .satisfies(model -> assertThat(model.dimensions()).isEqualTo(64));
              assertThat(context.getBean(DocumentRetriever.class))
                  .isInstanceOf(CorvidDocumentRetriever.class)
                  .satisfies(
                      documents ->
                          assertThat(documents.retrieve(new Query("dogs fed"))).hasSize(1));
            });
  }

  @Test
  void conversationsAreInSpringAisMemoryWhereThereIsOne() {
    runner.run(
        context ->
            assertThat(context.getBean(ConversationMemory.class))
                .isInstanceOf(InMemoryConversations.class));
    runner
        .withBean(ChatMemory.class, () -> MessageWindowChatMemory.builder().build())
        .run(
            context -> {
              context
                  .getBean(ConversationMemory.class)
                  .add("c-1", new Exchange("How often are dogs fed?", "Twice a day."));
              assertThat(context.getBean(ChatMemory.class).get("c-1")).hasSize(2);
            });
  }

  @Test
  void whatCorvidHasNotIsNotABeanOfSpringAi() {
    runner
        .withClassLoader(new FilteredClassLoader(BgeSmallEmbedder.class))
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(CorvidChatModel.class)
                    .doesNotHaveBean(EmbeddingModel.class)
                    .doesNotHaveBean(DocumentRetriever.class));
  }

  @Test
  void theyAreLeftOutByAProperty() {
    runner
        .withPropertyValues("corvid.spring-ai.provide=false")
        .withBean(Retriever.class, SpringAiAutoConfigurationTests::handbook)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(Agent.class)
                    .doesNotHaveBean(ChatModel.class)
                    .doesNotHaveBean(EmbeddingModel.class)
                    .doesNotHaveBean(DocumentRetriever.class));
  }

  @Test
  void theApplicationsOwnComeFirst() {
    DocumentRetriever own = query -> List.of();
    runner
        .withBean(ChatModel.class, Provider::new)
        .withBean(
            EmbeddingModel.class, () -> CorvidEmbeddingModel.of(new HashingEmbedder("own", 32)))
        .withBean(DocumentRetriever.class, () -> own)
        .withBean(Retriever.class, SpringAiAutoConfigurationTests::handbook)
        .run(
            context -> {
              assertThat(context.getBean(ChatModel.class)).isInstanceOf(Provider.class);
              assertThat(context.getBean(EmbeddingModel.class).dimensions()).isEqualTo(32);
              assertThat(context.getBean(DocumentRetriever.class)).isSameAs(own);
              // And the agent keeps its model: nothing asks for the other one.
              assertThat(context).doesNotHaveBean(SpringAiLanguageModel.class);
            });
  }

  @Test
  void withoutTheModuleThereIsAnAgentAllTheSame() {
    runner
        .withClassLoader(new FilteredClassLoader("dev.corvid.springai"))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(Agent.class)
                    .doesNotHaveBean("corvidChatModel"));
  }

  @Test
  void withoutSpringAisRagThereIsAChatModelAllTheSame() {
    runner
        .withClassLoader(new FilteredClassLoader("org.springframework.ai.rag"))
        .withBean(Retriever.class, SpringAiAutoConfigurationTests::handbook)
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(CorvidChatModel.class)
                    .doesNotHaveBean("corvidDocumentRetriever"));
  }

  @Test
  void aChatModelIsNoReasonToLoadAModel() throws IOException {
    Path file = Files.writeString(home.resolve("no-model.gguf"), "no model");
    AtomicBoolean isOpened = new AtomicBoolean();
    empty
        .withPropertyValues("corvid.model.path=" + file)
        .withBean(
            TextEmbedder.class,
            () -> {
              isOpened.set(true);
              return new HashingEmbedder("hashes", 64);
            },
            definition -> definition.setLazyInit(true))
        .run(
            context -> {
              assertThat(context)
                  .hasNotFailed()
                  .hasSingleBean(CorvidChatModel.class)
                  .hasSingleBean(CorvidEmbeddingModel.class);
              assertThat(isOpened).isFalse();
              assertThat(context.getBean(EmbeddingModel.class).dimensions()).isEqualTo(64);
              assertThat(isOpened).isTrue();
            });
  }

  @Test
  void aChatModelOfSpringAiIsTheAgentsModelByAProperty() {
    TestObservationRegistry observations = TestObservationRegistry.create();
    empty
        .withPropertyValues("corvid.spring-ai.use-chat-model=true")
        .withBean(ChatModel.class, Provider::new)
        .withBean(Retriever.class, SpringAiAutoConfigurationTests::handbook)
        .withBean(ObservationRegistry.class, () -> observations)
        .run(
            context -> {
              assertThat(context.getBean(LanguageModel.class).description())
                  .isEqualTo(new LanguageModel.Description("provider-1", 16_384));
              assertThat(context.getBean(Agent.class).ask("How often are dogs fed?").answer())
                  .startsWith("Twice a day.");
              // Its provider tells what it does.
              TestObservationRegistryAssert.assertThat(observations)
                  .hasNumberOfObservationsWithNameEqualTo("gen_ai.invoke_agent.duration", 1)
                  .hasNumberOfObservationsWithNameEqualTo("gen_ai.client.operation.duration", 0);
            });
  }

  @Test
  void anEmbeddingModelOfSpringAiIsTheEmbedderByAProperty() {
    ApplicationContextRunner embedding =
        runner
            .withPropertyValues("corvid.spring-ai.use-embedding-model=true")
            .withBean(
                EmbeddingModel.class,
                () -> CorvidEmbeddingModel.of(new HashingEmbedder("own", 32)));
    embedding
        .withPropertyValues("corvid.spring-ai.embedding-id=own-1")
        .run(
            context ->
                assertThat(context.getBean(TextEmbedder.class))
                    .isInstanceOf(SpringAiTextEmbedder.class)
                    .satisfies(embedder -> assertThat(embedder.id()).isEqualTo("own-1")));
    embedding.run(
        context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessageEndingWith("embedding-id is missing"));
  }

  @Test
  void aModelThatIsAskedForAndNotThereStopsTheStart() {
    empty
        .withPropertyValues("corvid.spring-ai.use-chat-model=true")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(PropertyException.class)
                    .hasMessageEndingWith("there is no chat model of Spring AI"));
    runner
        .withPropertyValues("corvid.spring-ai.use-embedding-model=true")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(PropertyException.class)
                    .hasMessageEndingWith("there is no embedding model of Spring AI"));
  }

  @Test
  void aModuleThatIsAskedForAndNotThereStopsTheStart() {
    FilteredClassLoader without = new FilteredClassLoader("dev.corvid.springai");
    empty
        .withClassLoader(without)
        .withPropertyValues("corvid.spring-ai.use-chat-model=true")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageEndingWith("corvid-spring-ai is not on the class path"));
    runner
        .withClassLoader(without)
        .withPropertyValues(
            "corvid.spring-ai.use-embedding-model=true", "corvid.documents.folders=" + home)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageEndingWith("corvid-spring-ai is not on the class path"));
  }
}
