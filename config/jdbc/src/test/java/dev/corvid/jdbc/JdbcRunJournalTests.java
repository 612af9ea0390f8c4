package dev.corvid.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.RunJournal.RunLog;
import dev.corvid.test.RunJournalContract;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcRunJournalTests extends RunJournalContract {
  private final String owner = TestDatabase.unique();
  private final DataSource dataSource = TestDatabase.migrated();
  private final JdbcClient sql = TestDatabase.sql();

  @Override
  protected RunJournal journal() {
    return JdbcRunJournal.over(dataSource).ownedBy(owner);
  }

  private static JournalEntry entry(int number) {
    return new JournalEntry.Recalled(List.of("lesson " + number));
  }

  private String run(int entries) {
    try (RunLog log = journal().create()) {
      for (int i = 0; i < entries; i++) {
        log.append(entry(i), i);
      }
      return log.run();
    }
  }

  /// What the clock does to the lease of a process that gives no sign of life.
  private void letTheLeaseEnd(String run) {
    sql.sql("update corvid.corvid_run set expires = clock_timestamp() where id = ?")
        .param(run)
        .update();
  }

  private static void assertLost(RunLog log) {
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> log.append(entry(9), 0))
        .matches(e -> e.code().equals("run-lost"))
        .withMessageContaining(log.run());
  }

  @Test
  void aRunWhoseLeaseIsOverIsTakenOverAndTheFirstProcessWritesNothingMore() {
    RunLog first = journal().create();
    first.append(entry(0), 0);
    letTheLeaseEnd(first.run());
    try (RunLog second = journal().open(first.run())) {
      assertThat(second.entries()).hasSize(1);
      assertLost(first);
      second.append(entry(1), 0);
      assertLost(first);
      first.close();
      assertThatExceptionOfType(JournalException.class)
          .as("giving back what it does not hold changes nothing")
          .isThrownBy(() -> journal().open(first.run()))
          .matches(e -> e.code().equals("run-busy"));
      second.append(entry(2), 0);
    }
    assertThat(journal().read(first.run()))
        .extracting(JournalEntry.Placed::entry)
        .containsExactly(entry(0), entry(1), entry(2));
    assertThat(
            sql.sql("select token from corvid.corvid_run_entry where run = ? order by number")
                .param(first.run())
                .query(Long.class)
                .list())
        .containsExactly(1L, 2L, 2L);
  }

  @Test
  void aLeaseThatIsOverIsOverAlsoIfNobodyTookTheRun() {
    try (RunLog log = journal().create()) {
      letTheLeaseEnd(log.run());
      assertLost(log);
      assertThat(journal().read(log.run())).isEmpty();
    }
  }

  @Test
  void aRunThatIsGivenBackCanBeTakenAtOnceAndItsLogIsClosed() {
    RunLog log = journal().create();
    log.close();
    log.close();
    assertLost(log);
    journal().open(log.run()).close();
  }

  static Stream<String> damages() {
    return Stream.of(
        "update corvid.corvid_run_entry set payload = replace(payload, 'lesson', 'lessen') where number = 1",
        "update corvid.corvid_run_entry set payload = payload || 'é' where number = 1",
        "update corvid.corvid_run_entry set checksum = checksum + 1 where number = 1",
        "update corvid.corvid_run_entry set format = 2 where number = 1",
        "delete from corvid.corvid_run_entry where number = 0",
        "delete from corvid.corvid_run_entry where number = 1",
        "delete from corvid.corvid_run_entry where number = 2",
        "delete from corvid.corvid_run_entry where number >= 0",
        "update corvid.corvid_run_entry set number = 3 where number = 2");
  }

  @ParameterizedTest
  @MethodSource("damages")
  void damageIsToldAndNothingIsChanged(String damage) {
    String run = run(3);
    String other = run(1);
    sql.sql(damage + " and run = ?").param(run).update();
    for (Runnable read : List.<Runnable>of(() -> journal().read(run), () -> journal().open(run))) {
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(read::run)
          .matches(e -> e.code().equals("journal-damaged"))
          .withMessageContaining(run);
    }
    assertThat(
            sql.sql("select expires is null from corvid.corvid_run where id = ?")
                .param(run)
                .query(Boolean.class)
                .single())
        .as("given back")
        .isTrue();
    assertThat(journal().read(other)).hasSize(1);
  }

  @Test
  void runsOfOneOwnerAreNoOthers() {
    RunJournal other = JdbcRunJournal.over(dataSource).ownedBy(TestDatabase.unique());
    String run = run(1);
    for (RunJournal stranger : List.of(other, JdbcRunJournal.over(dataSource))) {
      assertThat(stranger.runs()).doesNotContain(run);
      for (Runnable call : List.<Runnable>of(() -> stranger.open(run), () -> stranger.read(run))) {
        assertThatExceptionOfType(JournalException.class)
            .isThrownBy(call::run)
            .matches(e -> e.code().equals("run-unknown"));
      }
    }
  }

  @Test
  void anOwnerThatCannotBeKeptAsItIsIsRefused() {
    JdbcRunJournal journal = JdbcRunJournal.over(dataSource);
    for (String odd : List.of("a\0b", "\uD83D", "x".repeat(256))) {
      assertThatThrownBy(() -> journal.ownedBy(odd)).isInstanceOf(IllegalArgumentException.class);
    }
    journal.ownedBy("' or '1' = '1").create().close();
    assertThat(journal.ownedBy("' or '1' = '1").runs()).hasSize(1);
    journal.ownedBy("渡鸦 \"; --").runs();
  }

  @Test
  void anEntryStaysWhenTheCallersTransactionIsRolledBack() {
    var transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    for (DataSource given : List.of(dataSource, new TransactionAwareDataSourceProxy(dataSource))) {
      RunJournal journal = JdbcRunJournal.over(given).ownedBy(owner);
      String run =
          transactions.execute(
              status -> {
                try (RunLog log = journal.create()) {
                  log.append(entry(0), 0);
                  assertThat(journal().read(log.run())).as("seen by others").hasSize(1);
                  status.setRollbackOnly();
                  return log.run();
                }
              });
      assertThat(journal.read(run)).hasSize(1);
    }
  }

  @Test
  void anInterruptLosesNoEntry() {
    try (RunLog log = journal().create()) {
      Thread.currentThread().interrupt();
      log.append(entry(0), 0);
      log.append(entry(1), 0);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(journal().read(log.run())).hasSize(2);
    }
  }

  @Test
  void runsAreListedInTheOrderInWhichTheyBegan() {
    List<String> begun = Stream.generate(() -> run(0)).limit(5).toList();
    assertThat(journal().runs()).isEqualTo(begun);
  }
}
