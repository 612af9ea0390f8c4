package dev.corvid.shell;

import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.RunReport;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `runs list`: the runs in the journal.
final class RunsListCommand implements Command {
  private static final int SHOWN = 70;

  @Override
  public String name() {
    return "runs list";
  }

  @Override
  public String summary() {
    return "List the runs in the journal";
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    FileRunJournal journal = RunWork.journal(new Workbench(invocation, console));
    List<Map<String, Object>> runs = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String id : journal.runs()) {
      try {
        RunReport report = RunReport.of(id, journal.read(id));
        runs.add(Json.object("run", id, "task", report.task(), "status", RunPages.word(report)));
        text.append(
            "%s  %-11s  %s%n"
                .formatted(id, RunPages.word(report), Texts.oneLine(report.task(), SHOWN)));
      } catch (JournalException e) {
        // One that is damaged must not hide the others.
        runs.add(Json.object("run", id, "status", "damaged"));
        text.append("%s  %-11s%n".formatted(id, "damaged"));
      }
    }
    return new Result(
        Json.object("runs", runs), runs.isEmpty() ? "There is no run yet.\n" : text.toString());
  }
}
