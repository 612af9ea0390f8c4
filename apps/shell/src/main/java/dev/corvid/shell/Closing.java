package dev.corvid.shell;

import java.util.Optional;
import java.util.function.Supplier;

/// Something that is opened only if it is needed, and closed if it was opened.
record Closing<T extends AutoCloseable>(Optional<T> value) implements AutoCloseable {
  static <T extends AutoCloseable> Closing<T> of(boolean needed, Supplier<T> opener) {
    return new Closing<>(needed ? Optional.of(opener.get()) : Optional.empty());
  }

  @Override
  public void close() {
    if (value.isPresent()) {
      try {
        value.get().close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("Cannot close " + value.get(), e);
      }
    }
  }
}
