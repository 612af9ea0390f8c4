package dev.corvid.inference.remote;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Sends a request again that met no server, a busy one or a lost connection. Waits as long as the
/// server asks for; one that asks for more than [#LONGEST] is not asked again.
final class Retrying {
  static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration FIRST = Duration.ofMillis(500);

  private Retrying() {}

  /// @param begun whether it is too late to begin anew
  static <T> T call(int retries, BooleanSupplier begun, Supplier<T> request) {
    RetryConfig config =
        RetryConfig.<T>custom()
            .maxAttempts(retries + 1)
            .retryOnException(failure -> !begun.getAsBoolean() && mayRepeat(failure))
            .intervalBiFunction((attempt, outcome) -> pause(attempt, outcome).toMillis())
            .build();
    try {
      return Retry.of("model server", config).executeSupplier(request);
    } catch (RemoteException e) {
      // Waiting for the next try ends with the last failure when it is interrupted.
      if (Thread.currentThread().isInterrupted()) {
        throw Wire.interrupted();
      }
      throw e;
    }
  }

  private static boolean mayRepeat(Throwable failure) {
    return switch (failure) {
      case RemoteException.Unreachable _ -> true;
      case RemoteException.Busy busy -> busy.retryAfter().compareTo(LONGEST) <= 0;
      default -> false;
    };
  }

  private static Duration pause(int attempt, Either<Throwable, ?> outcome) {
    Duration wanted =
        outcome.isLeft() && outcome.getLeft() instanceof RemoteException.Busy busy
            ? busy.retryAfter()
            : Duration.ZERO;
    Duration own = FIRST.multipliedBy(1L << Math.min(attempt - 1, 5));
    return wanted.compareTo(own) > 0 ? wanted : own;
  }
}
