package dev.corvid.autoconfigure;

import dev.corvid.agent.Admission;
import dev.corvid.agent.Agent;
import dev.corvid.agent.CorvidFolders;
import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.InMemoryConversations;
import dev.corvid.agent.IndexedEpisodicMemory;
import dev.corvid.agent.IndexedToolSelector;
import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.ConversationMemory;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.ToolSelector;
import dev.corvid.retrieval.TextIndexes;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// The agent, and what it needs besides a model, documents and tools.
@AutoConfiguration(
    after = {
      ModelAutoConfiguration.class,
      DocumentsAutoConfiguration.class,
      ToolsAutoConfiguration.class
    })
@EnableConfigurationProperties(CorvidProperties.class)
public final class CorvidAutoConfiguration {
  private static final int CONVERSATIONS = 1_000;

  @Bean
  @ConditionalOnMissingBean
  CorvidFolders corvidFolders(CorvidProperties properties) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (properties.home() != null) {
      environment.put("CORVID_HOME", properties.home().toString());
    }
    return CorvidFolders.of(environment);
  }

  @Bean
  @ConditionalOnMissingBean
  Admission corvidAdmission(CorvidProperties properties) {
    return Admission.of(properties.model().parallel(), properties.model().queue());
  }

  @Bean
  @ConditionalOnMissingBean
  RunJournal corvidRunJournal(CorvidProperties properties, CorvidFolders folders) {
    requireFiles(properties);
    return FileRunJournal.in(folders.data().resolve("runs"));
  }

  private static void requireFiles(CorvidProperties properties) {
    if (properties.runs().store() == CorvidProperties.Store.JDBC) {
      throw new PropertyException(
          "corvid.runs.store is jdbc, and there is no PostgreSQL to keep runs in",
          "Add corvid-jdbc, spring-boot-starter-jdbc and the driver, and set spring.datasource.url.");
    }
  }

  @Bean
  @ConditionalOnMissingBean
  EpisodicMemory corvidEpisodicMemory(CorvidFolders folders) {
    return new IndexedEpisodicMemory(TextIndexes.open(folders.data().resolve("memory")));
  }

  @Bean
  @ConditionalOnMissingBean
  ToolSelector corvidToolSelector() {
    return new IndexedToolSelector(TextIndexes::inMemory);
  }

  /// The latest conversations, as long as the process lives.
  @Bean
  @ConditionalOnMissingBean
  ConversationMemory corvidConversationMemory() {
    return new InMemoryConversations(CONVERSATIONS);
  }

  /// Nobody is there to ask: a run that needs a word waits, and is resumed with it.
  @Bean
  @ConditionalOnMissingBean
  Approver corvidApprover() {
    return Approver.ABSENT;
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(LanguageModel.class)
  Agent corvidAgent(
      CorvidProperties properties,
      LanguageModel model,
      AgentTools tools,
      ObjectProvider<Retriever> retriever,
      RunJournal journal,
      EpisodicMemory memory,
      ConversationMemory conversations,
      ToolSelector selector,
      Approver approver,
      Admission admission,
      ObjectProvider<AgentParts> around) {
    AgentParts parts = around.getIfAvailable(() -> AgentParts.PLAIN);
    Agent.Builder agent =
        Agent.with(parts.model(model))
            .tools(tools.tools().stream().map(parts::tool).toList())
            .policies(tools.policies())
            .journal(journal)
            .memory(memory)
            .conversations(conversations)
            .selector(selector)
            .approvals(properties.runs().approvals(), approver)
            .admission(admission)
            .observer(parts.runs());
    retriever.ifAvailable(found -> agent.retriever(parts.retriever(found)));
    return agent.build();
  }
}
