package dev.corvid.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corvid.agent.Agent;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.test.TrajectoryAssert;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Two real processes on one database, one of them stopped for longer than its lease.
@DisabledOnOs(OS.WINDOWS)
class StoppedRunTests {
  private final String owner = TestDatabase.unique();
  private final RunJournal journal = StoppedRun.journal(TestDatabase.migrated(), owner);

  @Test
  void aProcessThatWasStoppedWritesNothingAfterAnotherTookItsRun() throws Exception {
    Process child = StoppedRun.start(TestDatabase.url(), owner);
    try (BufferedReader said = child.inputReader(UTF_8)) {
      assertThat(said.readLine()).isEqualTo("at");
      String run = journal.runs().getFirst();
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> journal.open(run))
          .matches(e -> e.code().equals("run-busy"));
      signal(child, "STOP");

      RunReport report = goOnAsSoonAsItIsFree(run);
      TrajectoryAssert.assertThat(report).endedAs(RunStatus.DONE);
      List<JournalEntry.Placed> entries = journal.read(run);

      signal(child, "CONT");
      child.getOutputStream().write('\n');
      child.getOutputStream().flush();
      assertThat(said.readLine()).isEqualTo("run-lost");
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(journal.read(run)).isEqualTo(entries);
      assertThat(entries)
          .extracting(JournalEntry.Placed::entry)
          .filteredOn(JournalEntry.CallBegan.class::isInstance)
          .as("one of each process")
          .hasSize(2);
      assertThat(tokens(run)).containsExactly(1L, 2L);
    } finally {
      child.destroyForcibly();
    }
  }

  private RunReport goOnAsSoonAsItIsFree(String run) throws InterruptedException {
    Agent agent =
        StoppedRun.agent(
            journal,
            request -> {
              throw new IllegalStateException("was sent before");
            });
    Predicate<JournalException> isBusy = e -> e.code().equals("run-busy");
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (System.nanoTime() < end) {
      try {
        return agent.resume(run, AgentListener.SILENT);
      } catch (JournalException e) {
        assertThat(e).matches(isBusy);
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("nobody could take the run for a minute");
  }

  private static void signal(Process child, String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  private static List<Long> tokens(String run) {
    return TestDatabase.sql()
        .sql("select distinct token from corvid.corvid_run_entry where run = ? order by token")
        .param(run)
        .query((row, n) -> row.getLong(1))
        .list();
  }
}
