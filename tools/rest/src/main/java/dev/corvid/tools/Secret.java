package dev.corvid.tools;

import java.util.Objects;

/// A credential. It shows itself nowhere: only what is sent holds its value.
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /// @throws IllegalArgumentException if the value is blank or no header can carry it
  public static Secret of(String value) {
    Objects.requireNonNull(value, "value");
    String stripped = value.strip();
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException("a credential must not be blank");
    }
    if (!stripped.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw new IllegalArgumentException("a credential must be one line of ASCII");
    }
    return new Secret(stripped);
  }

  String value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
