package dev.corvid.agent;

/// The run cannot go on without the user's word. Never leaves the module.
final class Suspended extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient RunReport.Waiting waiting;

  Suspended(RunReport.Waiting waiting) {
    super(waiting.reason(), null, false, false);
    this.waiting = waiting;
  }

  RunReport.Waiting waiting() {
    return waiting;
  }
}
