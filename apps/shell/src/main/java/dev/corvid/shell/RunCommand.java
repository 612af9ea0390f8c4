package dev.corvid.shell;

import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Budget;
import dev.corvid.agent.Task;
import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `run`: a task done with tools and documents.
final class RunCommand implements Command {
  private static final Budget DEFAULTS = Budget.forTools();
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

  static final Option<ApprovalMode> APPROVE =
      Option.choice(
              "approve",
              ApprovalMode.class,
              "what is sent without asking: ask about each write, never write, or all planned writes")
          .withDefault(ApprovalMode.ASK);

  private static final Option<String> STRATEGY =
      Option.text("strategy", "NAME", "how the work is done: react").withDefault("react");
  private static final Option<Integer> MAX_STEPS =
      Option.integer("max-steps", "N", "the most decisions", 1).withDefault(DEFAULTS.steps());
  private static final Option<Integer> MAX_CALLS =
      Option.integer("max-calls", "N", "the most calls of tools", 0).withDefault(DEFAULTS.calls());
  private static final Option<Integer> MAX_TOKENS =
      Option.integer("max-tokens", "N", "the most tokens the model may write", 1)
          .withDefault(DEFAULTS.tokens());
  private static final Option<String> TIMEOUT =
      Option.text("timeout", "D", "the longest time, such as 90s or 20m").withDefault("20m");

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "Do a task with tools and documents";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(
        RunSetup.SPEC,
        Library.DOCS,
        Library.INDEX,
        RunSetup.BASE_URL,
        RunSetup.ALLOW_ORIGIN,
        RunSetup.MCP,
        APPROVE,
        STRATEGY,
        MAX_STEPS,
        MAX_CALLS,
        MAX_TOKENS,
        TIMEOUT);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("task", "what is to be done; - reads it from stdin"));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "run --spec petstore.json --base-url http://localhost:8080 \"Add a dog called Rex\"",
        "run --spec api.yaml --docs handbook --approve never \"What does the open order cost?\"");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    Workbench workbench = new Workbench(invocation, console);
    RunSetup setup = RunSetup.of(invocation, workbench);
    setup.requireSomething();
    requireStrategy(invocation.get(STRATEGY));
    Task task = Task.withTools(Texts.argument(invocation, "task")).withBudget(budget(invocation));
    RunWork work =
        new RunWork(
            workbench, console, setup, invocation.get(APPROVE), new TerminalApprover(console));
    return RunPages.result(
        work.with(task.question(), agent -> listener -> agent.run(task, listener)));
  }

  static void requireStrategy(String name) {
    if (!name.equals("react")) {
      throw new UsageException("There is no strategy '%s'.".formatted(name), "There is react.");
    }
  }

  private static Budget budget(Invocation invocation) {
    return new Budget(
        invocation.get(MAX_STEPS),
        invocation.get(MAX_TOKENS),
        invocation.get(MAX_CALLS),
        duration(invocation.get(TIMEOUT)));
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new UsageException(
          "--timeout must be a number and a unit, is '%s'.".formatted(text),
          "Write it as 500ms, 90s, 20m or 2h.");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
