package dev.corvid.agent;

import java.util.function.UnaryOperator;

/// The run cannot go on without the user. Never leaves the module.
final class Suspended extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient UnaryOperator<RunReport> waits;

  private Suspended(String reason, UnaryOperator<RunReport> waits) {
    super(reason, null, false, false);
    this.waits = waits;
  }

  static Suspended forWord(RunReport.Waiting waiting) {
    return new Suspended(waiting.reason(), report -> report.waiting(waiting));
  }

  static Suspended forInput(String question) {
    return new Suspended(question, report -> report.asking(question));
  }

  /// The report of the run, waiting for it.
  RunReport waiting(RunReport report) {
    return waits.apply(report);
  }
}
