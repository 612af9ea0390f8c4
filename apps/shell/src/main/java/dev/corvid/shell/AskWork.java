package dev.corvid.shell;

import dev.corvid.agent.Agent;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.Query;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.ConversationMemory;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Background;
import dev.corvid.command.Console;
import dev.corvid.command.IndexProgress;
import dev.corvid.command.ModelChoice;
import dev.corvid.command.Progress;
import dev.corvid.command.Workbench;
import dev.corvid.inference.ModelSettings;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.EmbedLimits;

/// Answers a question from documents. The model loads on a thread of its own while documents are
/// indexed and the question's best passages are embedded.
record AskWork(
    Workbench workbench,
    Console console,
    ModelChoice model,
    Library library,
    ConversationMemory conversations,
    AgentListener meter) {

  AskReport answer(Task task, AskTimes times) {
    try (Background<LanguageModel> loading = Background.open("corvid-load", this::open);
        Closing<TextEmbedder> embedder =
            Closing.of(task.mode() != Query.Mode.BM25, workbench::embedder);
        DocumentIndex index = library.open(embedder.value())) {
      prepare(index, task);
      times.indexed();
      LanguageModel reader = await(loading);
      times.loaded(loading.millis());
      Outcome outcome = answer(reader, index, task);
      return new AskReport(model.label(), library, index.status(), outcome, times);
    }
  }

  /// Bring the lexical index up to date and embed what the question needs, while the model loads.
  private void prepare(DocumentIndex index, Task task) {
    Query query = Query.of(task.question(), task.topK()).withMode(task.mode());
    try (IndexProgress progress = new IndexProgress(console)) {
      library.update(index, Contention.READ_LAST_COMMIT, progress, console);
      index.embedFor(query, EmbedLimits.FIRST_QUESTION, progress);
    }
  }

  private LanguageModel open() {
    return workbench.languageModel(model, ModelSettings.defaults().contextLength());
  }

  private LanguageModel await(Background<LanguageModel> loading) {
    try (Progress progress = console.progress("Load " + model.label())) {
      return loading.await(progress, "…");
    }
  }

  private Outcome answer(LanguageModel reader, DocumentIndex index, Task task) {
    Agent agent =
        Agent.with(reader).retriever(index.retriever()).conversations(conversations).build();
    try (AskListener listener = new AskListener(console)) {
      return agent.ask(
          task,
          event -> {
            meter.on(event);
            listener.on(event);
          });
    } finally {
      console.retractStreamed();
    }
  }
}
