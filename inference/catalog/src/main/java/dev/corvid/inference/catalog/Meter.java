package dev.corvid.inference.catalog;

import java.time.Duration;

/// Turns counts of bytes into progress reports, ten a second at most. Used by one thread.
final class Meter {
  private static final long INTERVAL = Duration.ofMillis(100).toNanos();

  // Fewer bytes than these, a log or a header, would promise a download of years.
  private static final long ENOUGH = 1 << 20;

  private final CatalogModel model;
  private final PullListener listener;
  private final long begun = System.nanoTime();
  private final long present;
  private long reported;
  private long last = begun - INTERVAL;

  /// @param present bytes that were there before this pull, which say nothing about its speed
  Meter(CatalogModel model, long present, PullListener listener) {
    this.model = model;
    this.present = present;
    this.listener = listener;
  }

  void at(long done) {
    long now = System.nanoTime();
    boolean whole = done >= model.bytes() && reported < model.bytes();
    if (done <= reported || (now - last < INTERVAL && !whole)) {
      return;
    }
    last = now;
    reported = Math.min(done, model.bytes());
    long fetched = reported - present;
    double speed = fetched < ENOUGH ? 0 : fetched * 1e9 / Math.max(1, now - begun);
    listener.progress(new PullListener.Progress(model.name(), reported, model.bytes(), speed));
  }
}
