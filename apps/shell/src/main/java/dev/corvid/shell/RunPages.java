package dev.corvid.shell;

import dev.corvid.agent.Citation;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.command.ExitCode;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Runs as they are printed, and as JSON.
final class RunPages {
  static final Option<String> DECIDE =
      Option.text("decide", "CALL=WORD", "your word on a call: yes, no, done, repeat or skip")
          .repeated();

  private static final int SHOWN = 240;

  private RunPages() {}

  /// What a run came to, with the exit code of its status.
  static Result result(RunReport report) {
    return new Result(json(report), text(report), exitCode(report.status()));
  }

  private static int exitCode(Optional<RunStatus> status) {
    return switch (status.orElse(RunStatus.FAILED)) {
      case DONE, UNKNOWN -> ExitCode.DONE;
      case FAILED -> ExitCode.FAILED;
      case BUDGET -> ExitCode.BUDGET;
      case APPROVAL, INPUT -> ExitCode.WAITING;
    };
  }

  /// A status in one word; a run that was cut off has none of its own.
  static String word(RunReport report) {
    return report
        .status()
        .map(status -> status.name().toLowerCase(Locale.ROOT))
        .orElse("interrupted");
  }

  static String text(RunReport report) {
    StringBuilder text = new StringBuilder();
    if (!report.answer().isEmpty()) {
      text.append(Texts.safe(report.answer())).append('\n');
    }
    for (Citation citation : report.citations()) {
      text.append(
          "%n[%d] %s%n    “%s”%n"
              .formatted(
                  citation.number(),
                  Texts.oneLine(citation.document(), SHOWN),
                  Texts.oneLine(citation.quote(), SHOWN)));
    }
    report.waiting().ifPresent(waiting -> text.append(waiting(report, waiting)));
    report
        .question()
        .ifPresent(
            question ->
                text.append(
                    "Waits for your answer: %s%n  corvid runs resume %s --input TEXT%n"
                        .formatted(Texts.oneLine(question, SHOWN), report.run())));
    return text.toString();
  }

  private static String waiting(RunReport report, RunReport.Waiting waiting) {
    return "Waits for your word, since %s:%n%s%n  %s%n"
        .formatted(
            waiting.reason(), TerminalApprover.shown(waiting.request()), decide(report, waiting));
  }

  /// The command that gives the word which a run waits for.
  static String decide(RunReport report, RunReport.Waiting waiting) {
    return "corvid runs resume %s --decide %s=%s"
        .formatted(
            report.run(),
            waiting.request().call().id(),
            waiting.settlement() ? "done|repeat|skip" : "yes|no");
  }

  static Map<String, Object> json(RunReport report) {
    return Json.object(
        "run",
        report.run(),
        "task",
        report.task(),
        "status",
        word(report),
        "answer",
        report.answer(),
        "citations",
        report.citations().stream().map(AskReport::json).toList(),
        "plan",
        report.plan(),
        "steps",
        report.steps().stream().map(RunPages::json).toList(),
        "waiting",
        report.waiting().map(RunPages::json),
        "question",
        report.question(),
        "compactions",
        report.compactions(),
        "usage",
        Texts.usage(report.usage()),
        "timings_ms",
        Json.object("total", report.elapsed().toMillis()));
  }

  private static Map<String, Object> json(RunReport.Step step) {
    return Json.object(
        "decision",
        "call",
        "calls",
        List.of(
            Json.object(
                "tool",
                step.tool(),
                "arguments",
                step.arguments(),
                "status",
                step.status(),
                "result",
                step.result())));
  }

  private static Map<String, Object> json(RunReport.Waiting waiting) {
    return Json.object(
        "call",
        waiting.request().call().id(),
        "tool",
        waiting.request().call().tool(),
        "method",
        waiting.request().method(),
        "url",
        waiting.request().url(),
        "body",
        waiting.request().body(),
        "digest",
        waiting.request().digest(),
        "reason",
        waiting.reason(),
        "decide",
        waiting.settlement() ? List.of("done", "repeat", "skip") : List.of("yes", "no"));
  }
}
