package dev.corvid.agent;

/// The user's word on a call whose outcome is not known.
public enum Settlement {
  /// It happened: go on without sending it again.
  DONE,
  /// It did not happen, or may happen twice: send it again.
  REPEAT,
  /// Do not send it again, and treat it as not done.
  SKIP
}
