package dev.corvid.agent;

/// What the configuration says about one tool. Goes before the run's [ApprovalMode].
public enum ToolPolicy {
  /// Each call is asked about, a read too.
  ASK,
  /// It is called without asking.
  ALLOW,
  /// It is not called; the model is told so.
  DENY
}
