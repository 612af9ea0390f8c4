package dev.corvid.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corvid.agent.JournalException;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.RunJournal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// A database that is not there, not ready, or another one.
class DatabaseTests {
  private static void assertAllFail(DataSource dataSource, String code, String... said) {
    RunJournal journal = JdbcRunJournal.over(dataSource);
    for (Runnable call :
        List.<Runnable>of(
            journal::create, journal::runs, () -> journal.open("r1"), () -> journal.read("r1"))) {
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(call::run)
          .matches(e -> e.code().equals("journal-io"))
          .satisfies(e -> assertThat(e).hasMessageContainingAll(said))
          .havingCause()
          .isInstanceOf(DatabaseException.class)
          .matches(e -> e instanceof DatabaseException cause && cause.code().equals(code));
    }
    EpisodicMemory memory = JdbcEpisodicMemory.over(dataSource);
    for (Runnable call :
        List.<Runnable>of(
            memory::episodes, () -> memory.recall("a task", 3), () -> memory.forget("r1"))) {
      assertThatExceptionOfType(DatabaseException.class)
          .isThrownBy(call::run)
          .matches(e -> e.code().equals(code))
          .satisfies(e -> assertThat(e).hasMessageContainingAll(said));
    }
  }

  @Test
  void aDatabaseThatIsDownIsNamed() throws IOException {
    PGSimpleDataSource down = new PGSimpleDataSource();
    int port = portOfNobody();
    down.setUrl("jdbc:postgresql://localhost:%d/corvid".formatted(port));
    down.setPassword("secret word");
    assertAllFail(down, "database-unreachable", "cannot be reached", Integer.toString(port));
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> CorvidSchema.migrate(down))
        .matches(e -> e.code().equals("database-unreachable"))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("secret"));
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aDatabaseWithoutTablesSaysWhatToCall() {
    PGSimpleDataSource dataSource = TestDatabase.dataSource();
    sqlCreateDatabase();
    dataSource.setDatabaseName("without_tables");
    assertAllFail(dataSource, "database-schema", "not in schema 'corvid'");
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> JdbcRunJournal.over(dataSource).runs())
        .extracting(JournalException::remedy)
        .asString()
        .contains("CorvidSchema.migrate");
  }

  private static void sqlCreateDatabase() {
    TestDatabase.sql().sql("create database without_tables").update();
  }

  @Test
  void anotherDatabaseIsRefusedByName() {
    JdbcDataSource other = new JdbcDataSource();
    other.setUrl("jdbc:h2:mem:other;DB_CLOSE_DELAY=-1");
    assertAllFail(other, "database-kind", "The database is H2", "PostgreSQL only");
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> CorvidSchema.migrate(other))
        .matches(e -> e.code().equals("database-kind"));
  }

  @Test
  void aUserWithoutTheRightIsTold() {
    String user = TestDatabase.unique();
    TestDatabase.migrated();
    TestDatabase.sql().sql("create role %s login password 'x'".formatted(user)).update();
    PGSimpleDataSource dataSource = TestDatabase.dataSource();
    dataSource.setUser(user);
    dataSource.setPassword("x");
    assertAllFail(dataSource, "database-failed", "permission denied");
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(
            () ->
                CorvidSchema.migrate(
                    dataSource, JdbcSettings.defaults().withSchema(TestDatabase.unique())))
        .matches(e -> e.code().equals("database-migration"))
        .withMessageContaining("permission denied");
  }
}
