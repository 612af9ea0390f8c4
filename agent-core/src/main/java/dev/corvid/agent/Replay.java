package dev.corvid.agent;

import dev.corvid.agent.spi.RunJournal.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Walks a run through what it did before, and from there on writes down what it does. The loop
/// asks for each thing that does not follow from what came before; while there are entries left it
/// gets what is written, afterwards it does it. So a run that goes on after a crash takes the same
/// way to the same place. Belongs to the run's thread.
final class Replay {
  private final RunLog log;
  private final InstantSource clock;
  private final Iterator<JournalEntry.Placed> entries;
  private final Stopwatch stopwatch;
  private final List<JournalEntry.Placed> told = new ArrayList<>();
  private JournalEntry.@Nullable Placed next;

  Replay(RunLog log, InstantSource clock) {
    this.clock = clock;
    List<JournalEntry.Placed> written = log.entries();
    this.log = log;
    this.entries = written.iterator();
    this.stopwatch =
        new Stopwatch(Duration.ofMillis(written.isEmpty() ? 0 : written.getLast().elapsedMillis()));
    this.next = entries.hasNext() ? entries.next() : null;
  }

  String run() {
    return log.run();
  }

  /// Whether everything that was written has been told.
  boolean isLive() {
    return next == null;
  }

  /// What was told and written so far, in order.
  List<JournalEntry.Placed> told() {
    return List.copyOf(told);
  }

  /// How long the run had been at work, in all processes, when the last entry was written: the same
  /// on every way through the run, so that decisions may depend on it.
  Duration elapsed() {
    return Duration.ofMillis(told.isEmpty() ? 0 : told.getLast().elapsedMillis());
  }

  /// When the last entry was written, in this process or before it.
  Instant writtenAt() {
    return told.getLast().at();
  }

  /// How long the run has been at work by now.
  Stopwatch stopwatch() {
    return stopwatch;
  }

  /// Whether an entry of this kind is written here.
  boolean isNext(Class<? extends JournalEntry> type) {
    return peek(type).isPresent();
  }

  /// What comes next, if it is written and of this kind; it stays next.
  <T extends JournalEntry> Optional<T> peek(Class<T> type) {
    return next != null && type.isInstance(next.entry())
        ? Optional.of(type.cast(next.entry()))
        : Optional.empty();
  }

  /// What comes next, if it is written and of this kind.
  <T extends JournalEntry> Optional<T> take(Class<T> type) {
    Optional<T> written = peek(type);
    if (written.isPresent() && next != null) {
      told.add(next);
      next = entries.hasNext() ? entries.next() : null;
    }
    return written;
  }

  /// What is written of this kind, or what `live` makes of it, written down. Nothing is made where
  /// something else is written.
  ///
  /// @throws JournalException if something else is written here
  <T extends JournalEntry> T once(Class<T> type, Supplier<T> live) {
    Optional<T> written = take(type);
    if (written.isPresent()) {
      return written.get();
    }
    requireLive(type);
    return write(live.get());
  }

  /// Write down what happened.
  ///
  /// @throws JournalException if something else is written here
  <T extends JournalEntry> T write(T entry) {
    requireLive(entry.getClass());
    long elapsedMillis = stopwatch.elapsed().toMillis();
    log.append(entry, elapsedMillis);
    told.add(new JournalEntry.Placed(told.size(), clock.instant(), elapsedMillis, entry));
    return entry;
  }

  private void requireLive(Class<? extends JournalEntry> type) {
    if (next != null) {
      throw JournalException.diverged(
          "where it now has %s it had %s"
              .formatted(type.getSimpleName(), next.entry().getClass().getSimpleName()));
    }
  }
}
