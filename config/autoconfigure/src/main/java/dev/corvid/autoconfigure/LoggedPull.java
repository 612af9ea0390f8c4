package dev.corvid.autoconfigure;

import dev.corvid.inference.catalog.PullListener;
import org.slf4j.Logger;

/// Says in the log how a download goes, each tenth of it.
final class LoggedPull implements PullListener {
  private static final int TENTHS = 10;

  private final Logger log;
  private long said;

  LoggedPull(Logger log) {
    this.log = log;
  }

  @Override
  public void notice(String message) {
    log.info(message);
  }

  @Override
  public void progress(Progress progress) {
    long tenth = TENTHS * progress.done() / Math.max(1, progress.total());
    if (tenth > said) {
      said = tenth;
      log.info("{}: {} % downloaded", progress.model(), 100 / TENTHS * tenth);
    }
  }
}
