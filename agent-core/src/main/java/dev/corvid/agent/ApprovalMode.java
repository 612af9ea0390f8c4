package dev.corvid.agent;

/// Which writes are made without asking. Reads are made anyway, unless they would carry what was
/// read from one place to another.
public enum ApprovalMode {
  /// Each write is asked about.
  ASK,
  /// No write is made; the model is told so.
  NEVER,
  /// The writes that were planned before anything was read that somebody else wrote, with arguments
  /// from the task or from typed fields of results; others are asked about.
  ALL
}
