package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.RunJournal.RunLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every [RunJournal] must do. Extend it and hand over a journal without runs.
public abstract class RunJournalContract {
  /// A journal over one place; within a test each call looks at the same place, and before the
  /// test nothing is there.
  protected abstract RunJournal journal();

  private static JournalEntry entry(int number) {
    return new JournalEntry.Recalled(List.of("lesson " + number));
  }

  private static List<JournalEntry> entries(List<JournalEntry.Placed> placed) {
    return placed.stream().map(JournalEntry.Placed::entry).toList();
  }

  @Test
  void aNewRunIsEmptyAndKnown() {
    String run;
    try (RunLog log = journal().create()) {
      run = log.run();
      assertThat(log.entries()).isEmpty();
      assertThat(journal().runs()).containsExactly(run);
    }
    assertThat(journal().read(run)).isEmpty();
  }

  @Test
  void entriesComeBackInTheirPlaces() {
    RunJournal journal = journal();
    String run;
    try (RunLog log = journal.create()) {
      run = log.run();
      for (int i = 0; i < 5; i++) {
        log.append(entry(i), 10L * i);
        assertThat(entries(journal.read(run))).hasSize(i + 1).last().isEqualTo(entry(i));
      }
      assertThat(log.entries()).as("what was there when it was opened").isEmpty();
    }
    List<JournalEntry.Placed> read = journal().read(run);
    assertThat(entries(read)).isEqualTo(IntStream.range(0, 5).mapToObj(i -> entry(i)).toList());
    assertThat(read).extracting(JournalEntry.Placed::number).containsExactly(0, 1, 2, 3, 4);
    assertThat(read)
        .extracting(JournalEntry.Placed::elapsedMillis)
        .containsExactly(0L, 10L, 20L, 30L, 40L);
    assertThat(read).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
  }

  @Test
  void aRunGoesOnWhereItWas() {
    String run;
    try (RunLog log = journal().create()) {
      run = log.run();
      log.append(entry(0), 1);
    }
    for (int i = 1; i < 4; i++) {
      try (RunLog log = journal().open(run)) {
        assertThat(log.run()).isEqualTo(run);
        assertThat(entries(log.entries())).hasSize(i);
        log.append(entry(i), i);
      }
    }
    assertThat(entries(journal().read(run)))
        .containsExactly(entry(0), entry(1), entry(2), entry(3));
  }

  @Test
  void everyKindOfEntryComesBackAsItWas() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    RandomEntries entries = new RandomEntries(new Random(seed));
    assertThat(entries.oneOfEach().stream().map(Object::getClass).collect(Collectors.toSet()))
        .as("a kind for each that the interface permits")
        .hasSameElementsAs(Stream.of(JournalEntry.class.getPermittedSubclasses()).toList());
    List<JournalEntry> written = new ArrayList<>();
    String run;
    try (RunLog log = journal().create()) {
      run = log.run();
      for (int i = 0; i < 5; i++) {
        entries.oneOfEach().forEach(written::add);
      }
      written.forEach(entry -> log.append(entry, 7));
    }
    assertThat(entries(journal().read(run))).as("seed %d", seed).isEqualTo(written);
  }

  @Test
  void oddTextsComeBackAsTheyWere() {
    String run;
    try (RunLog log = journal().create()) {
      run = log.run();
      log.append(new JournalEntry.Recalled(OddTexts.ALL), 0);
      log.append(
          new JournalEntry.Begun(
              Task.withTools(OddTexts.ALL.getLast()), ApprovalMode.ALL, "m", Map.of()),
          0);
    }
    assertThat(entries(journal().read(run)).getFirst())
        .isEqualTo(new JournalEntry.Recalled(OddTexts.ALL));
  }

  @Test
  void aRunThatIsHeldIsBusyButCanBeRead() {
    RunJournal journal = journal();
    String run;
    try (RunLog log = journal.create()) {
      run = log.run();
      log.append(entry(0), 0);
      for (RunJournal other : List.of(journal, journal())) {
        assertThatExceptionOfType(JournalException.class)
            .isThrownBy(() -> other.open(run))
            .matches(e -> e.code().equals("run-busy"))
            .withMessageContaining(run);
        assertThat(entries(other.read(run))).containsExactly(entry(0));
      }
      log.append(entry(1), 0);
    }
    journal().open(run).close();
    assertThat(journal.read(run)).hasSize(2);
  }

  @Test
  void runsHaveIdsOfTheirOwn() {
    RunJournal journal = journal();
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      try (RunLog log = journal.create()) {
        log.append(new JournalEntry.Ended(RunStatus.DONE, "answer " + i, List.of()), 0);
        made.add(log.run());
      }
    }
    assertThat(made).doesNotHaveDuplicates();
    assertThat(journal.runs()).containsExactlyInAnyOrderElementsOf(made);
    assertThat(made.stream().map(journal::read)).allMatch(entries -> entries.size() == 1);
  }

  @Test
  void whatIsNoRunIsUnknown() {
    RunJournal journal = journal();
    List<String> odd =
        List.of("", " ", "nothing", "../up", "a/b", "a\\b", ".", "x".repeat(300), "\0", "*");
    for (String id : odd) {
      for (Callable<?> call :
          List.<Callable<?>>of(() -> journal.open(id), () -> journal.read(id))) {
        assertThatThrownBy(call::call)
            .as("id '%s'", id)
            .isInstanceOf(JournalException.class)
            .extracting(e -> ((JournalException) e).code())
            .isEqualTo("run-unknown");
      }
    }
    assertThat(journal.runs()).isEmpty();
  }

  @Test
  void onlyOneOfManyThreadsGetsARun() throws Exception {
    RunJournal journal = journal();
    String run;
    try (RunLog log = journal.create()) {
      run = log.run();
    }
    Callable<Boolean> writer =
        () -> {
          try (RunLog log = journal.open(run)) {
            log.append(entry(log.entries().size()), 0);
            return true;
          } catch (JournalException e) {
            assertThat(e.code()).isEqualTo("run-busy");
            return false;
          }
        };
    int written = 0;
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> result :
          threads.invokeAll(IntStream.range(0, 24).mapToObj(i -> writer).toList())) {
        written += result.get() ? 1 : 0;
      }
    }
    assertThat(written).isPositive();
    assertThat(entries(journal.read(run)))
        .isEqualTo(IntStream.range(0, written).mapToObj(i -> entry(i)).toList());
  }
}
