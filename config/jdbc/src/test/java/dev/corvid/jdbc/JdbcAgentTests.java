package dev.corvid.jdbc;

import static dev.corvid.test.ScriptedLanguageModel.acting;
import static dev.corvid.test.ScriptedLanguageModel.call;
import static dev.corvid.test.ScriptedLanguageModel.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Agent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Episode;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Approver;
import dev.corvid.test.ScriptedApprover;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.ScriptedTool;
import dev.corvid.test.TrajectoryAssert;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class JdbcAgentTests {
  private static final Task TASK = Task.withTools("Find pet 7, name it Rex and mail Anna");

  private final String owner = TestDatabase.unique();
  private final DataSource dataSource = TestDatabase.migrated();
  private final JdbcRunJournal journal = JdbcRunJournal.over(dataSource).ownedBy(owner);
  private final JdbcEpisodicMemory memory = JdbcEpisodicMemory.over(dataSource).ownedBy(owner);
  private final ScriptedLanguageModel model =
      acting(
          plan("find", "mail"),
          call("find", "{}"),
          call("mail", "{\"to\": \"Anna\"}"),
          "Found and sent.");
  private final ScriptedTool find = ScriptedTool.reading("find").answering("{\"id\": 7}");
  private final ScriptedTool mail =
      ScriptedTool.writing("mail").taking("to").recognising("Idempotency-Key");

  private Agent agent(ApprovalMode mode, Approver user) {
    return Agent.with(model)
        .journal(journal)
        .tools(List.of(find, mail))
        .memory(memory)
        .approvals(mode, user)
        .build();
  }

  @Test
  void aRunWaitsForItsUserAndGoesOnWithTheWord() {
    RunReport waiting =
        agent(ApprovalMode.ASK, ScriptedApprover.absent()).run(TASK, AgentListener.SILENT);
    TrajectoryAssert.assertThat(waiting).waitsFor("mail");
    assertThat(mail.received()).isEmpty();

    RunReport report =
        agent(ApprovalMode.ASK, ScriptedApprover.saying(true))
            .resume(waiting.run(), AgentListener.SILENT);

    TrajectoryAssert.assertThat(report).calledOnly("find", "mail").endedAs(RunStatus.DONE);
    assertThat(mail.done()).hasSize(1);
    assertThat(find.done()).hasSize(1);
    assertThat(memory.episodes()).extracting(Episode::id).containsExactly(report.run());
    RunReport second =
        agent(ApprovalMode.ASK, ScriptedApprover.saying(true)).run(TASK, AgentListener.SILENT);
    assertThat(journal.read(second.run()).get(1).entry())
        .as("what it learnt from the first")
        .isEqualTo(new JournalEntry.Recalled(List.of(memory.episodes().getFirst().lesson())));
  }

  @Test
  void aRunGoesOnFromWhereverItEnded() {
    Agent agent = agent(ApprovalMode.ALL, ScriptedApprover.saying(true));
    RunReport whole = agent.run(TASK, AgentListener.SILENT);
    List<JournalEntry.Placed> entries = journal.read(whole.run());
    assertThat(entries).hasSizeGreaterThan(8);
    for (int end = entries.size() - 1; end > 0; end--) {
      cut(whole.run(), end);
      RunReport report = agent.resume(whole.run(), AgentListener.SILENT);
      assertThat(report.answer()).as("after %d entries", end).isEqualTo(whole.answer());
      assertThat(journal.read(whole.run())).hasSameSizeAs(entries);
    }
    assertThat(mail.received()).hasSizeGreaterThan(1);
    assertThat(mail.done()).hasSize(1);
  }

  /// What a process leaves that ended there.
  private static void cut(String run, int entries) {
    JdbcClient sql = TestDatabase.sql();
    sql.sql("delete from corvid.corvid_run_entry where run = ? and number >= ?")
        .params(run, entries)
        .update();
    sql.sql("update corvid.corvid_run set entries = ? where id = ?").params(entries, run).update();
  }
}
