package dev.corvid.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.spi.RunJournal.RunLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Time, broken connections, and disks that are not waited for.
class LeaseTests {
  private static final JournalEntry ENTRY = new JournalEntry.Recalled(List.of("lesson"));
  private static final JdbcSettings SHORT =
      JdbcSettings.defaults().withLease(Duration.ofSeconds(3));

  private final String owner = TestDatabase.unique();
  private final PGSimpleDataSource dataSource = TestDatabase.migrated();
  private final JdbcClient sql = TestDatabase.sql();

  private JdbcRunJournal journal(DataSource source) {
    return JdbcRunJournal.over(source, SHORT).ownedBy(owner);
  }

  private boolean isOver(String run, String time) {
    return sql.sql("select clock_timestamp() > ?::timestamptz from corvid.corvid_run where id = ?")
        .param(time)
        .param(run)
        .query(Boolean.class)
        .single();
  }

  private String expires(String run) {
    return sql.sql("select expires::text from corvid.corvid_run where id = ?")
        .param(run)
        .query(String.class)
        .single();
  }

  private static void waitUntil(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for a minute").isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void aRunIsHeldBeyondItsLeaseWithoutAnEntryAndThoughASignOfLifeFails() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    DataSource once =
        new DelegatingDataSource(dataSource) {
          @Override
          public Connection getConnection() throws SQLException {
            if (connections.incrementAndGet() == 2) {
              throw new SQLException("not this time", "08006");
            }
            return super.getConnection();
          }
        };
    try (RunLog log = journal(once).create()) {
      String first = expires(log.run());
      waitUntil(() -> isOver(log.run(), first));
      assertThat(connections.get()).as("one for the beginning, one that failed").isGreaterThan(2);
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> journal(dataSource).open(log.run()))
          .matches(e -> e.code().equals("run-busy"));
      log.append(ENTRY, 0);
    }
  }

  @Test
  void aConnectionThatIsKilledIsAnErrorAndTheRunGoesOnElsewhere() throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      var single = new SingleConnectionDataSource(connection, true);
      RunLog log = journal(single).create();
      log.append(ENTRY, 0);
      int server =
          JdbcClient.create(single).sql("select pg_backend_pid()").query(Integer.class).single();
      sql.sql("select pg_terminate_backend(?, 10000)").param(server).query().singleRow();
      assertIo(() -> log.append(ENTRY, 1), log.run());
      assertIo(() -> log.append(ENTRY, 1), log.run());
      log.close();
      String lease = expires(log.run());
      waitUntil(() -> isOver(log.run(), lease));
      try (RunLog next = journal(dataSource).open(log.run())) {
        assertThat(next.entries()).hasSize(1);
        next.append(ENTRY, 2);
      }
      assertThat(journal(dataSource).read(log.run())).hasSize(2);
    }
  }

  private static void assertIo(Runnable call, String run) {
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(call::run)
        .matches(e -> e.code().equals("journal-io"))
        .withMessageContaining(run)
        .withMessageContaining("The database cannot be reached")
        .extracting(JournalException::remedy)
        .asString()
        .startsWith("Check that it is running");
  }

  @Test
  void anEntryWhoseTransactionIsTornIsNotThere() throws Exception {
    try (RunLog log = journal(dataSource).create();
        Connection blocker = dataSource.getConnection();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      log.append(ENTRY, 0);
      blocker.setAutoCommit(false);
      try (var lock =
          blocker.prepareStatement("select 1 from corvid.corvid_run where id = ? for update")) {
        lock.setString(1, log.run());
        lock.executeQuery();
      }
      Future<?> append = threads.submit(() -> log.append(ENTRY, 1));
      waitUntil(() -> !waiting("with held as%").isEmpty());
      waiting("with held as%").forEach(this::terminate);
      assertThatThrownBy(() -> append.get(1, TimeUnit.MINUTES))
          .hasCauseInstanceOf(JournalException.class);
      blocker.rollback();
      assertThat(journal(dataSource).read(log.run())).hasSize(1);
    }
  }

  private static void setLease(Connection connection, String run, String from) throws SQLException {
    try (var update =
        connection.prepareStatement(
            "update corvid.corvid_run set expires = clock_timestamp() + ?::interval where id = ?")) {
      update.setString(1, from);
      update.setString(2, run);
      update.executeUpdate();
    }
  }

  /// The server processes that wait for a lock with such a statement.
  private List<Integer> waiting(String statement) {
    return sql.sql(
            "select pid from pg_stat_activity where wait_event_type = 'Lock' and query like ?")
        .param(statement)
        .query((row, n) -> row.getInt(1))
        .list();
  }

  private void terminate(int server) {
    sql.sql("select pg_terminate_backend(?, 10000)").param(server).query().singleRow();
  }

  @Test
  void aTakeoverThatWaitedForASignOfLifeIsRefused() throws Exception {
    try (RunLog log = journal(dataSource).create();
        Connection first = dataSource.getConnection();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      setLease(first, log.run(), "0 s");
      first.setAutoCommit(false);
      setLease(first, log.run(), "1 hour");
      String waiting = "update %corvid_run set token%";
      Future<?> opening = threads.submit(() -> journal(dataSource).open(log.run()));
      waitUntil(() -> !waiting(waiting).isEmpty());
      first.commit();
      assertThatThrownBy(() -> opening.get(1, TimeUnit.MINUTES))
          .hasCauseInstanceOf(JournalException.class)
          .hasMessageContaining("Another process is at work");
    }
  }

  @Test
  void anEntryWaitsForTheDiskAlsoWhereCommitsDoNot() {
    JdbcSettings settings = JdbcSettings.defaults().withSchema(TestDatabase.unique());
    CorvidSchema.migrate(dataSource, settings);
    String schema = settings.schema();
    sql.sql("create table %s.seen (setting text)".formatted(schema)).update();
    sql.sql(
            """
            create function %1$s.look() returns trigger language plpgsql as $$ begin
              insert into %1$s.seen values (current_setting('synchronous_commit')); return new;
            end $$"""
                .formatted(schema))
        .update();
    sql.sql(
            "create trigger look after insert on %1$s.corvid_run_entry execute function %1$s.look()"
                .formatted(schema))
        .update();
    for (String setting : List.of("off", "local", "on")) {
      PGSimpleDataSource source = TestDatabase.dataSource();
      source.setOptions("-c synchronous_commit=" + setting);
      try (RunLog log = JdbcRunJournal.over(source, settings).create()) {
        log.append(ENTRY, 0);
      }
    }
    assertThat(sql.sql("select setting from %s.seen".formatted(schema)).query(String.class).list())
        .containsExactly("on", "local", "on");
  }
}
