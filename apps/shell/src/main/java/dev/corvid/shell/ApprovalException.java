package dev.corvid.shell;

import dev.corvid.agent.CorvidException;

/// A call that changes something has to be approved by a person first.
final class ApprovalException extends CorvidException {
  private static final long serialVersionUID = 1L;

  ApprovalException(String message, String remedy) {
    super(Kind.WAITING, message, remedy);
  }

  @Override
  public String code() {
    return "approval";
  }
}
