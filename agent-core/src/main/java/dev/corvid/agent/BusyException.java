package dev.corvid.agent;

/// So many runs wait already that one more is refused. Nothing was begun.
public final class BusyException extends CorvidException {
  BusyException(int waiting) {
    super(
        Kind.FAILED,
        "%d runs wait for the model already, as many as may.".formatted(waiting),
        "Try again later, or let more of them wait.");
  }

  @Override
  public String code() {
    return "busy";
  }
}
