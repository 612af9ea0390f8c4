package dev.corvid.agent;

import dev.corvid.agent.spi.RunJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps runs as long as the process lives: none survives a crash. Thread-safe.
public final class MemoryRunJournal implements RunJournal {
  private final Map<String, List<JournalEntry.Placed>> runs = new LinkedHashMap<>();
  private final Set<String> held = new HashSet<>();

  /// A journal in which a run has come as far as these entries.
  public static MemoryRunJournal holding(String run, List<JournalEntry.Placed> entries) {
    MemoryRunJournal journal = new MemoryRunJournal();
    journal.runs.put(run, new ArrayList<>(entries));
    return journal;
  }

  @Override
  public synchronized RunLog create() {
    String run = "run-" + (runs.size() + 1);
    runs.put(run, new ArrayList<>());
    return open(run);
  }

  @Override
  public synchronized RunLog open(String run) {
    List<JournalEntry.Placed> entries = read(run);
    if (!held.add(run)) {
      throw JournalException.busy(run);
    }
    return new Log(run, entries);
  }

  @Override
  public synchronized List<JournalEntry.Placed> read(String run) {
    List<JournalEntry.Placed> entries = runs.get(run);
    if (entries == null) {
      throw JournalException.unknownRun(run);
    }
    return List.copyOf(entries);
  }

  @Override
  public synchronized List<String> runs() {
    return List.copyOf(runs.keySet());
  }

  private synchronized void append(String run, JournalEntry entry, long elapsedMillis) {
    List<JournalEntry.Placed> entries = runs.getOrDefault(run, List.of());
    entries.add(new JournalEntry.Placed(entries.size(), Instant.now(), elapsedMillis, entry));
  }

  private synchronized void release(String run) {
    held.remove(run);
  }

  private final class Log implements RunLog {
    private final String run;
    private final List<JournalEntry.Placed> entries;
    private boolean closed;

    Log(String run, List<JournalEntry.Placed> entries) {
      this.run = run;
      this.entries = entries;
    }

    @Override
    public String run() {
      return run;
    }

    @Override
    public List<JournalEntry.Placed> entries() {
      return entries;
    }

    @Override
    public void append(JournalEntry entry, long elapsedMillis) {
      if (closed) {
        throw JournalException.busy(run);
      }
      MemoryRunJournal.this.append(run, entry, elapsedMillis);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release(run);
      }
    }
  }
}
