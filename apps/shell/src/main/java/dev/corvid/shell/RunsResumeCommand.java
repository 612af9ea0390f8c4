package dev.corvid.shell;

import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.RunReport;
import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `runs resume`: goes on with a run that was cut off or waits.
final class RunsResumeCommand implements Command {
  private static final Set<String> WORDS = Set.of("yes", "no", "done", "repeat", "skip");

  private static final Option<ApprovalMode> APPROVE =
      Option.choice(
          "approve", ApprovalMode.class, "your word on the request that waits: all sends it");

  private static final Option<String> INPUT =
      Option.text("input", "TEXT", "your answer to the question that waits").repeated();

  @Override
  public String name() {
    return "runs resume";
  }

  @Override
  public String summary() {
    return "Go on with a run that was cut off or waits for your word";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(RunPages.DECIDE, APPROVE, INPUT);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("ID", "the run, as 'corvid runs list' names it"));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "runs resume 20261127-101500-a1b2c3",
        "runs resume 20261127-101500-a1b2c3 --decide 20261127-101500-a1b2c3.1=yes",
        "runs resume 20261127-101500-a1b2c3 --input \"the one in Oslo\"");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    String id = invocation.argument();
    Map<String, String> words = words(invocation.values(RunPages.DECIDE));
    Workbench workbench = new Workbench(invocation, console);
    List<JournalEntry.Placed> entries = RunWork.journal(workbench).read(id);
    JournalEntry.Begun begun = begun(id, entries);
    invocation.value(APPROVE).ifPresent(mode -> addWord(mode, RunReport.of(id, entries), words));
    RunWork work =
        new RunWork(
            workbench,
            console,
            RunSetup.journalled(begun.setup()),
            begun.approvals(),
            new TerminalApprover(console, words, new ArrayDeque<>(invocation.values(INPUT))));
    return RunPages.result(
        work.with(begun.task().question(), agent -> listener -> agent.resume(id, listener)));
  }

  /// A run whose first entry did not reach the disk has done nothing.
  private static JournalEntry.Begun begun(String id, List<JournalEntry.Placed> entries) {
    if (!entries.isEmpty() && entries.getFirst().entry() instanceof JournalEntry.Begun begun) {
      return begun;
    }
    throw new UsageException(
        "Run '%s' was cut off before it began.".formatted(id), "Start the task anew.");
  }

  /// A word on the request that waits and on no later one, which nobody has seen yet.
  private static void addWord(ApprovalMode mode, RunReport report, Map<String, String> words) {
    Optional<String> call =
        report.waiting().filter(w -> !w.settlement()).map(w -> w.request().call().id());
    if (call.isPresent() && mode != ApprovalMode.ASK) {
      words.putIfAbsent(call.get(), mode == ApprovalMode.ALL ? "yes" : "no");
    }
  }

  private static Map<String, String> words(List<String> given) {
    Map<String, String> words = new HashMap<>();
    for (String word : given) {
      int at = word.lastIndexOf('=');
      if (at < 1 || !WORDS.contains(word.substring(at + 1))) {
        throw new UsageException(
            "--decide must be CALL=yes|no|done|repeat|skip, is '%s'.".formatted(word),
            "'corvid runs show ID' names the call that waits.");
      }
      words.put(word.substring(0, at), word.substring(at + 1));
    }
    return words;
  }
}
