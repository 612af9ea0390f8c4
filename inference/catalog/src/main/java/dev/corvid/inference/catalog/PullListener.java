package dev.corvid.inference.catalog;

import java.time.Duration;
import java.util.Optional;

/// Hears how a pull goes on; called from the thread that pulls, a few times a second.
public interface PullListener {
  PullListener SILENT =
      new PullListener() {
        @Override
        public void notice(String message) {}

        @Override
        public void progress(Progress progress) {}
      };

  /// A sentence for the user: which source is tried, that another process is waited for.
  void notice(String message);

  void progress(Progress progress);

  /// How far a pull is.
  ///
  /// @param done bytes on this machine so far, counting those of an interrupted earlier pull
  /// @param total bytes of the whole model
  /// @param bytesPerSecond the average speed of this pull, 0 before the first bytes
  record Progress(String model, long done, long total, double bytesPerSecond) {
    /// The time left at this speed, if there is one already.
    public Optional<Duration> left() {
      return bytesPerSecond > 0
          ? Optional.of(Duration.ofMillis((long) (1000 * (total - done) / bytesPerSecond)))
          : Optional.empty();
    }
  }
}
