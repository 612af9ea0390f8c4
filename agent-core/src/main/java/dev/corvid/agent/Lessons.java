package dev.corvid.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a run teaches. Made by code from what happened, not by the model from what it read: a
/// lesson is shown before anything else is read, so no text of a document or of an API may get into
/// it.
final class Lessons {
  /// So many lessons are shown before planning.
  static final int SHOWN = 3;

  private static final int DIGEST = 12;

  private Lessons() {}

  static Episode episode(RunReport report, RunStatus status, Instant when, String user) {
    return new Episode(
        report.run(),
        when,
        report.task(),
        report.plan(),
        report.steps().stream().map(Lessons::line).toList(),
        status,
        status == RunStatus.DONE && report.steps().stream().allMatch(Lessons::isOk),
        lesson(report, status),
        user);
  }

  private static boolean isOk(RunReport.Step step) {
    return step.status().equals("ok");
  }

  private static String line(RunReport.Step step) {
    String digest = Integer.toHexString(step.arguments().hashCode());
    return "%s %s %s"
        .formatted(
            step.tool(), step.status(), digest.substring(0, Math.min(DIGEST, digest.length())));
  }

  private static String lesson(RunReport report, RunStatus status) {
    List<String> worked = names(report, true);
    List<String> failed = names(report, false);
    failed.removeAll(worked);
    StringBuilder lesson = new StringBuilder();
    if (status == RunStatus.DONE && !worked.isEmpty()) {
      lesson.append("What worked: ").append(String.join(", then ", worked)).append('.');
    }
    if (!failed.isEmpty()) {
      lesson.append(lesson.isEmpty() ? "" : " ");
      lesson.append("What did not work: ").append(String.join(", ", failed)).append('.');
    }
    return lesson.toString();
  }

  private static List<String> names(RunReport report, boolean ok) {
    List<String> names = new ArrayList<>();
    report.steps().stream()
        .filter(step -> isOk(step) == ok)
        .map(RunReport.Step::tool)
        .forEach(names::add);
    return names;
  }
}
