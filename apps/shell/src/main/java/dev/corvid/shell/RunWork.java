package dev.corvid.shell;

import dev.corvid.agent.Agent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.InMemoryConversations;
import dev.corvid.agent.IndexedToolSelector;
import dev.corvid.agent.Query;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolPolicy;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.ConversationMemory;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.agent.spi.Tool;
import dev.corvid.command.Background;
import dev.corvid.command.Console;
import dev.corvid.command.IndexProgress;
import dev.corvid.command.Progress;
import dev.corvid.command.Workbench;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.EmbedLimits;
import dev.corvid.retrieval.TextIndexes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Opens what a run works with and lets it work: a new run and one that goes on alike.
record RunWork(
    Workbench workbench,
    Console console,
    RunSetup setup,
    ApprovalMode mode,
    Approver approver,
    ConversationMemory conversations,
    AgentListener meter) {
  static final int CONTEXT = 16_384;

  /// A run that belongs to no conversation.
  RunWork(
      Workbench workbench, Console console, RunSetup setup, ApprovalMode mode, Approver approver) {
    this(
        workbench,
        console,
        setup,
        mode,
        approver,
        new InMemoryConversations(1),
        AgentListener.SILENT);
  }

  static FileRunJournal journal(Workbench workbench) {
    return FileRunJournal.in(workbench.folders().data().resolve("runs"));
  }

  /// @param text what is asked, for the passages to embed
  RunReport with(String text, Function<Agent, Function<AgentListener, RunReport>> work) {
    try (Background<LanguageModel> loading = Background.open("corvid-load", this::model);
        OpenTools tools = setup.open(workbench);
        Closing<TextEmbedder> embedder = Closing.of(setup.hasDocuments(), workbench::embedder);
        Closing<DocumentIndex> index =
            Closing.of(setup.hasDocuments(), () -> documents(embedder.value(), text));
        IndexedToolSelector selector = new IndexedToolSelector(TextIndexes::inMemory);
        EpisodicMemory memory = workbench.memory();
        RunListener listener = new RunListener(console)) {
      Agent.Builder builder =
          Agent.with(await(loading))
              .journal(journal(workbench))
              .tools(tools.tools())
              .selector(selector)
              .memory(memory)
              .conversations(conversations)
              .policies(policies(tools.ofApis()))
              .setup(setup.journalled())
              .approvals(mode, approver);
      index.value().map(DocumentIndex::retriever).ifPresent(builder::retriever);
      return work.apply(builder.build())
          .apply(
              event -> {
                meter.on(event);
                listener.on(event);
              });
    }
  }

  private Map<String, ToolPolicy> policies(List<Tool> tools) {
    Map<String, ToolPolicy> policies = new HashMap<>();
    for (Tool tool : tools) {
      workbench
          .apis()
          .policy(setup.specs(), tool)
          .ifPresent(policy -> policies.put(tool.spec().name(), policy));
    }
    return policies;
  }

  private LanguageModel model() {
    return workbench.languageModel(setup.model(), CONTEXT);
  }

  private LanguageModel await(Background<LanguageModel> loading) {
    try (Progress progress = console.progress("Load " + setup.model().label())) {
      return loading.await(progress, "…");
    }
  }

  private DocumentIndex documents(Optional<TextEmbedder> embedder, String text) {
    Library library = setup.library(workbench);
    DocumentIndex index = library.open(embedder);
    try (IndexProgress progress = new IndexProgress(console)) {
      library.update(index, Contention.READ_LAST_COMMIT, progress, console);
      index.embedFor(
          Query.of(text, Task.withTools(text).topK()), EmbedLimits.FIRST_QUESTION, progress);
      return index;
    } catch (RuntimeException | Error e) {
      index.close();
      throw e;
    }
  }
}
