package dev.corvid.agent;

/// Thrown when a run needs more than its [Budget]. Trying again helps only with a larger one.
public final class BudgetException extends CorvidException {
  BudgetException(String message, String remedy) {
    super(Kind.BUDGET, message, remedy);
  }

  @Override
  public String code() {
    return "budget";
  }
}
