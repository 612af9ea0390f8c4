package dev.corvid.shell;

import dev.corvid.agent.Budget;
import dev.corvid.agent.InMemoryConversations;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.command.Argument;
import dev.corvid.command.Clock;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import java.util.List;

/// `ask`: a question answered from documents, with citations.
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
    return new AskWork(
            workbench,
            console,
            workbench.model(),
            library,
            new InMemoryConversations(1),
            AgentListener.SILENT)
        .answer(task, times)
        .result(console);
  }

  private static Task task(Invocation invocation) {
    Budget budget = Budget.defaults().withTokens(invocation.get(MAX_TOKENS));
    return Task.question(Texts.argument(invocation, "question"))
        .withTopK(invocation.get(TOP_K))
        .withMode(invocation.get(SearchCommand.MODE))
        .withBudget(budget);
  }
}
