package dev.corvid.test;

import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.spi.RunJournal;
import java.util.List;
import java.util.function.BiConsumer;

/// A journal that tells a test when an entry is written: before, and after. Throw there, and the
/// process is over.
///
/// @param before given the entry's number and the entry
/// @param after the same
record CrashingJournal(
    RunJournal journal,
    BiConsumer<Integer, JournalEntry> before,
    BiConsumer<Integer, JournalEntry> after)
    implements RunJournal {

  /// Crashes at one boundary.
  ///
  /// @param boundary 2n is before entry n is written, 2n + 1 after it
  static CrashingJournal at(int boundary, RunJournal journal) {
    return new CrashingJournal(
        journal,
        (n, entry) -> crash(boundary == 2 * n),
        (n, entry) -> crash(boundary == 2 * n + 1));
  }

  private static void crash(boolean now) {
    if (now) {
      throw new Crash();
    }
  }

  @Override
  public RunLog create() {
    return new Log(journal.create());
  }

  @Override
  public RunLog open(String id) {
    return new Log(journal.open(id));
  }

  @Override
  public List<JournalEntry.Placed> read(String id) {
    return journal.read(id);
  }

  @Override
  public List<String> runs() {
    return journal.runs();
  }

  private final class Log implements RunLog {
    private final RunLog log;
    private int next;

    Log(RunLog log) {
      this.log = log;
      this.next = log.entries().size();
    }

    @Override
    public String run() {
      return log.run();
    }

    @Override
    public List<JournalEntry.Placed> entries() {
      return log.entries();
    }

    @Override
    public void append(JournalEntry entry, long elapsedMillis) {
      before.accept(next, entry);
      log.append(entry, elapsedMillis);
      after.accept(next++, entry);
    }

    @Override
    public void close() {
      log.close();
    }
  }
}
