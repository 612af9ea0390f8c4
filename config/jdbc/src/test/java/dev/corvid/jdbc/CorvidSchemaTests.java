package dev.corvid.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Episode;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.spi.RunJournal.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class CorvidSchemaTests {
  private final DataSource dataSource = TestDatabase.dataSource();
  private final JdbcClient sql = TestDatabase.sql();
  private final JdbcSettings settings =
      JdbcSettings.defaults().withSchema("Own_" + TestDatabase.unique());

  private List<String> tables() {
    return sql.sql("select table_name from information_schema.tables where table_schema = ?")
        .param(settings.schema())
        .query((row, n) -> row.getString(1))
        .list();
  }

  private void assertUsable(JdbcSettings place) {
    try (RunLog log = JdbcRunJournal.over(dataSource, place).create()) {
      log.append(new JournalEntry.Recalled(List.of()), 0);
    }
    JdbcEpisodicMemory memory = JdbcEpisodicMemory.over(dataSource, place);
    memory.add(
        new Episode(
            "r1",
            Instant.EPOCH,
            "Feed the walrus",
            List.of(),
            List.of(),
            RunStatus.DONE,
            true,
            ""));
    assertThat(memory.recall("feed a walrus", 1)).hasSize(1);
  }

  @Test
  void theTablesAreMadeOnceWithAHistoryOfTheirOwnAlsoInASchemaWithCapitals() {
    CorvidSchema.migrate(dataSource, settings);
    assertUsable(settings);
    CorvidSchema.migrate(dataSource, settings);
    assertThat(tables())
        .containsExactlyInAnyOrder(
            "corvid_schema_history", "corvid_run", "corvid_run_entry", "corvid_episode");
    assertThat(JdbcRunJournal.over(dataSource, settings).runs()).hasSize(1);
  }

  @Test
  void tablesOfTheProgramInTheSameSchemaAreLeftAlone() {
    sql.sql("create schema \"%s\"".formatted(settings.schema())).update();
    sql.sql("create table \"%s\".flyway_schema_history (mine int)".formatted(settings.schema()))
        .update();
    CorvidSchema.migrate(dataSource, settings);
    assertUsable(settings);
    assertThat(tables()).hasSize(5).contains("flyway_schema_history");
  }

  @Test
  void severalProcessesMayDoItAtOnce() throws Exception {
    Callable<Boolean> migration =
        () -> {
          CorvidSchema.migrate(dataSource, settings);
          return true;
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> done :
          threads.invokeAll(
              IntStream.range(0, 4).mapToObj(i -> migration).collect(Collectors.toList()))) {
        assertThat(done.get()).isTrue();
      }
    }
    assertUsable(settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\"; drop schema public; --", "1st", "a.b", "x\0"})
  void aSchemaIsAName(String name) {
    JdbcSettings defaults = JdbcSettings.defaults();
    assertThatThrownBy(() -> defaults.withSchema(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema");
  }

  @Test
  void aLeaseIsNeitherTooShortNorTooLong() {
    JdbcSettings defaults = JdbcSettings.defaults();
    for (Duration odd :
        List.of(
            Duration.ZERO, Duration.ofMillis(999), Duration.ofSeconds(-5), Duration.ofDays(2))) {
      assertThatThrownBy(() -> defaults.withLease(odd))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("lease");
    }
  }
}
