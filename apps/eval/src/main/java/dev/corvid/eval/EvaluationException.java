package dev.corvid.eval;

import dev.corvid.agent.CorvidException;

/// What can go wrong in an evaluation besides what the parts under test report themselves.
final class EvaluationException extends CorvidException {
  private final String code;

  private EvaluationException(Kind kind, String code, String message, String remedy) {
    super(kind, message, remedy);
    this.code = code;
  }

  /// A collection, a question file or a run file that cannot be read as such.
  static EvaluationException badInput(String message, String remedy) {
    return new EvaluationException(Kind.INPUT, "evaluation-input", message, remedy);
  }

  /// Results that cannot be kept.
  static EvaluationException failed(String message, String remedy) {
    return new EvaluationException(Kind.FAILED, "evaluation", message, remedy);
  }

  @Override
  public String code() {
    return code;
  }
}
