package dev.corvid.agent;

/// How a run ended, or what it waits for.
public enum RunStatus {
  /// The task is done and answered.
  DONE,
  /// Neither tools nor documents can answer it.
  UNKNOWN,
  /// It was tried and failed.
  FAILED,
  /// A budget ran out.
  BUDGET,
  /// A call waits for an approval, or for the user's word on whether it happened.
  APPROVAL,
  /// It waits for an answer of the user.
  INPUT
}
