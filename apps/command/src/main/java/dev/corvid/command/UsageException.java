package dev.corvid.command;

import dev.corvid.agent.CorvidException;

/// The command line cannot be understood or what it names cannot be used.
public final class UsageException extends CorvidException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message, String remedy) {
    super(Kind.INPUT, message, remedy);
  }

  @Override
  public String code() {
    return "usage";
  }
}
