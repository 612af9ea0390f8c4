package dev.corvid.agent.spi;

import dev.corvid.agent.JournalEntry;
import java.util.List;

/// Keeps runs so that they survive the process. Thread-safe; a log is not.
///
/// At most one process at a time holds the log of a run.
public interface RunJournal {
  /// The runs of one user, where they can be kept apart. Where they cannot, the agent looks at
  /// whose a run is.
  default RunJournal ownedBy(String user) {
    return this;
  }

  /// Begin a run with an id of its own.
  RunLog create();

  /// Go on with a run.
  ///
  /// @throws dev.corvid.agent.JournalException if there is none of that id, another process is at
  ///   it, or what was kept is damaged
  RunLog open(String id);

  /// What a run has done so far, without holding it.
  ///
  /// @throws dev.corvid.agent.JournalException if there is none of that id, or it is damaged
  List<JournalEntry.Placed> read(String id);

  /// The ids of all runs, oldest first.
  List<String> runs();

  /// The log of one run, held until it is closed.
  interface RunLog extends AutoCloseable {
    String run();

    /// What was written when the log was opened, in order.
    List<JournalEntry.Placed> entries();

    /// Write an entry. When this returns it survives a crash of process and machine.
    ///
    /// @param elapsedMillis how long the run has been at work
    /// @throws dev.corvid.agent.JournalException if it cannot be written, or another process has
    ///   taken the run over; nothing may be done then
    void append(JournalEntry entry, long elapsedMillis);

    @Override
    void close();
  }
}
