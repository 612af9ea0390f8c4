package dev.corvid.jdbc;

import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.spi.RunJournal.RunLog;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A run that this process holds.
final class JdbcRunLog implements RunLog {
  private static final Logger log = LoggerFactory.getLogger(JdbcRunLog.class);

  private final RunTable table;
  private final RunTable.Hold hold;
  private final Heartbeat.Beats beats;
  private final List<JournalEntry.Placed> entries;
  private int next;
  private boolean isClosed;

  JdbcRunLog(
      RunTable table,
      RunTable.Hold hold,
      Heartbeat.Beats beats,
      List<JournalEntry.Placed> entries) {
    this.table = table;
    this.hold = hold;
    this.beats = beats;
    this.entries = entries;
    this.next = entries.size();
  }

  @Override
  public String run() {
    return hold.run();
  }

  @Override
  public List<JournalEntry.Placed> entries() {
    return entries;
  }

  @Override
  public void append(JournalEntry entry, long elapsedMillis) {
    var placed = new JournalEntry.Placed(next, Instant.now(), elapsedMillis, entry);
    // Pools and drivers give up when a thread is interrupted, and the outcome of a call would not
    // be written.
    boolean isInterrupted = Thread.interrupted();
    try {
      if (isClosed || !table.append(hold, placed)) {
        throw JournalException.lost(run());
      }
      next++;
    } catch (DatabaseException e) {
      throw JournalException.io(run(), e);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    beats.close();
    try {
      table.release(hold);
    } catch (DatabaseException e) {
      log.debug("Run {} stays held until its lease is over: {}", run(), e.getMessage());
    }
  }
}
