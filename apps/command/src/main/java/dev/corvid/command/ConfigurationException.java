package dev.corvid.command;

import dev.corvid.agent.CorvidException;
import org.jspecify.annotations.Nullable;

/// The configuration file cannot be read, or a value of it cannot be used.
public final class ConfigurationException extends CorvidException {
  private static final long serialVersionUID = 1L;

  ConfigurationException(String message, String remedy) {
    this(message, remedy, null);
  }

  ConfigurationException(String message, String remedy, @Nullable Throwable cause) {
    super(Kind.INPUT, message, remedy, cause);
  }

  @Override
  public String code() {
    return "configuration";
  }
}
