package dev.corvid.autoconfigure;

import dev.corvid.agent.CorvidException;
import io.micrometer.observation.Observation;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// Work within an observation.
final class Observed {
  private Observed() {}

  /// Do the work between start and stop; observations that begin on this thread meanwhile are its
  /// children.
  static <T> T in(Observation observation, Supplier<T> work) {
    // Present from the start: a meter has the same keys however the work ends.
    observation.lowCardinalityKeyValue(GenAi.ERROR_TYPE, GenAi.NONE).start();
    try (var _ = observation.openScope()) {
      return work.get();
    } catch (RuntimeException | Error e) {
      observation.lowCardinalityKeyValue(GenAi.ERROR_TYPE, type(e)).error(e);
      throw e;
    } finally {
      observation.stop();
    }
  }

  private static String type(Throwable failure) {
    return switch (failure) {
      case CorvidException known -> known.code();
      case CancellationException cancelled -> "cancelled";
      default -> failure.getClass().getName();
    };
  }
}
