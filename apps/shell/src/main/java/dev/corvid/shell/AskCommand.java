package dev.corvid.shell;

import dev.corvid.agent.Agent;
import dev.corvid.agent.Budget;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.Query;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Argument;
import dev.corvid.command.Background;
import dev.corvid.command.Clock;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.IndexProgress;
import dev.corvid.command.Invocation;
import dev.corvid.command.Option;
import dev.corvid.command.Progress;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.EmbedLimits;
import java.util.List;

/// `ask`: a question answered from documents, with citations.
///
/// The model loads on a thread of its own while documents are indexed and the question's best
/// passages are embedded.
final class AskCommand implements Command {
  private static final Task DEFAULTS = Task.question("defaults");
  private static final Option<Integer> TOP_K =
      Option.integer("top-k", "N", "the most passages the model reads", 1)
          .withLetter("k")
          .withDefault(DEFAULTS.topK());
  private static final Option<Integer> MAX_TOKENS =
      Option.integer("max-tokens", "N", "the most tokens the model may write", 1)
          .withDefault(DEFAULTS.budget().tokens());

  @Override
  public String name() {
    return "ask";
  }

  @Override
  public String summary() {
    return "Answer a question from documents, with checked citations";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(Library.DOCS, Library.INDEX, TOP_K, SearchCommand.MODE, MAX_TOKENS);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("question", "what you want to know; - reads it from stdin"));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "ask --docs manuals \"How do I reset the pump?\"",
        "ask --docs contracts --docs letters --json \"When does the lease end?\"");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    AskTimes times = new AskTimes(Clock.sinceStart());
    Workbench workbench = new Workbench(invocation, console);
    Library library = Library.of(invocation, workbench);
    Task task = task(invocation);
    try (Background<LanguageModel> loading =
            Background.open("corvid-load", workbench::languageModel);
        Closing<TextEmbedder> embedder =
            Closing.of(task.mode() != Query.Mode.BM25, workbench::embedder);
        DocumentIndex index = library.open(embedder.value())) {
      prepare(library, index, task, console);
      times.indexed();
      LanguageModel model = await(loading, workbench.modelName(), console);
      times.loaded(loading.millis());
      Outcome outcome = answer(model, index, task, console);
      return new AskReport(workbench.modelName(), library, index.status(), outcome, times)
          .result(console);
    }
  }

  private static Task task(Invocation invocation) {
    Budget budget = Budget.defaults().withTokens(invocation.get(MAX_TOKENS));
    return Task.question(Texts.argument(invocation, "question"))
        .withTopK(invocation.get(TOP_K))
        .withMode(invocation.get(SearchCommand.MODE))
        .withBudget(budget);
  }

  /// Bring the lexical index up to date and embed what the question needs, while the model loads.
  private static void prepare(Library library, DocumentIndex index, Task task, Console console) {
    try (IndexProgress progress = new IndexProgress(console)) {
      library.update(index, Contention.READ_LAST_COMMIT, progress, console);
      index.embedFor(query(task), EmbedLimits.FIRST_QUESTION, progress);
    }
  }

  private static Query query(Task task) {
    return Query.of(task.question(), task.topK()).withMode(task.mode());
  }

  private static LanguageModel await(
      Background<LanguageModel> loading, String name, Console console) {
    try (Progress progress = console.progress("Load " + name)) {
      return loading.await(progress, "…");
    }
  }

  private static Outcome answer(
      LanguageModel model, DocumentIndex index, Task task, Console console) {
    Agent agent = Agent.with(model).retriever(index.retriever()).build();
    try (AskListener listener = new AskListener(console)) {
      return agent.ask(task, listener);
    } finally {
      console.retractStreamed();
    }
  }
}
