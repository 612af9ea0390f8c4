package dev.corvid.shell;

import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.RunReport;
import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `runs show`: one run, with what was written down of it.
final class RunsShowCommand implements Command {
  private static final Option<Path> HTML =
      Option.path("html", "FILE", "also write it as a page for a browser");
  private static final int SHOWN = 160;

  @Override
  public String name() {
    return "runs show";
  }

  @Override
  public String summary() {
    return "Show what a run did";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(HTML);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("ID", "the run, as 'corvid runs list' names it"));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "runs show 20261127-101500-a1b2c3", "runs show 20261127-101500-a1b2c3 --html run.html");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    String id = invocation.argument();
    Optional<PageFile> page = invocation.value(HTML).map(file -> PageFile.of("--html", file));
    List<JournalEntry.Placed> entries =
        RunWork.journal(new Workbench(invocation, console)).read(id);
    RunReport report = RunReport.of(id, entries);
    Map<String, Object> json = new LinkedHashMap<>(RunPages.json(report));
    json.put("events", RunEvents.json(entries));
    if (page.isPresent()) {
      page.get().write(RunHtml.page(report, entries));
      json.put("html", page.get().path());
      console.note("Wrote " + page.get().path());
    }
    return new Result(json, text(report));
  }

  private static String text(RunReport report) {
    StringBuilder text = new StringBuilder();
    text.append("%s  %s%n".formatted(report.run(), RunPages.word(report)));
    text.append("task: %s%n".formatted(Texts.safe(report.task())));
    if (!report.plan().isEmpty()) {
      text.append("plan: %s%n".formatted(Texts.safe(String.join(" → ", report.plan()))));
    }
    for (RunReport.Step step : report.steps()) {
      text.append(
          "  %s %s: %s%n    %s%n"
              .formatted(
                  Texts.safe(step.tool()),
                  step.status(),
                  Texts.oneLine(step.arguments(), SHOWN),
                  Texts.oneLine(step.result(), SHOWN)));
    }
    return text.append(RunPages.text(report)).toString();
  }
}
