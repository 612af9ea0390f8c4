package dev.corvid.bench;

import dev.corvid.agent.CorvidException;

/// A benchmark that did not run to its end.
final class BenchmarkException extends CorvidException {
  private static final long serialVersionUID = 1L;

  BenchmarkException(String message, Throwable cause) {
    super(Kind.FAILED, message, "See 'corvid bench jmh -v' for what it printed.", cause);
  }

  @Override
  public String code() {
    return "benchmark";
  }
}
