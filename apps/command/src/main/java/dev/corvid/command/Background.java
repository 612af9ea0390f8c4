package dev.corvid.command;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Something slow that is opened on a thread of its own while the command does other work. Closing
/// it closes what was opened, also if that ends later.
public final class Background<T extends AutoCloseable> implements AutoCloseable {
  private static final long TICK_MILLIS = 50;

  private final CompletableFuture<Opened<T>> future = new CompletableFuture<>();

  private record Opened<T>(T value, long nanos) {}

  private Background() {}

  /// Start opening. The thread is a daemon: a command that fails does not wait for it.
  public static <T extends AutoCloseable> Background<T> open(String name, Supplier<T> opener) {
    Background<T> background = new Background<>();
    Thread.ofPlatform().daemon().name(name).start(() -> background.complete(opener));
    return background;
  }

  private void complete(Supplier<T> opener) {
    long begin = System.nanoTime();
    try {
      T value = opener.get();
      future.complete(new Opened<>(value, System.nanoTime() - begin));
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  /// What was opened, waiting for it with a line of progress.
  ///
  /// @throws RuntimeException what the opener threw
  /// @throws CancellationException if this thread is interrupted
  public T await(Progress progress, String detail) {
    while (true) {
      try {
        return future.get(TICK_MILLIS, TimeUnit.MILLISECONDS).value();
      } catch (TimeoutException e) {
        progress.update(0, 0, detail);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      } catch (ExecutionException e) {
        throw rethrow(e);
      }
    }
  }

  /// How long opening took, in milliseconds; `0` while it has not ended.
  public double millis() {
    return future.isDone() && !future.isCompletedExceptionally() ? future.join().nanos() / 1e6 : 0;
  }

  @Override
  public void close() {
    var unused = future.thenAccept(opened -> closeQuietly(opened.value()));
  }

  private static void closeQuietly(AutoCloseable value) {
    try {
      value.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static RuntimeException rethrow(ExecutionException failure) {
    return switch (failure.getCause()) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new CompletionException(failure);
    };
  }
}
