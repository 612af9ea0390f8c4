package dev.corvid.sample;

import dev.corvid.agent.CorvidException;

/// A failure as clients see it.
///
/// @param code a stable word
/// @param remedy what can be done about it
record Problem(String code, String message, String remedy) {
  static Problem of(CorvidException failure) {
    return new Problem(failure.code(), String.valueOf(failure.getMessage()), failure.remedy());
  }
}
