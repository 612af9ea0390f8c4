package dev.corvid.agent;

import static dev.corvid.test.ScriptedLanguageModel.acting;
import static dev.corvid.test.ScriptedLanguageModel.call;
import static dev.corvid.test.ScriptedLanguageModel.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Approver;
import dev.corvid.test.ScriptedApprover;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.ScriptedTool;
import dev.corvid.test.TrajectoryAssert;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// In this package since the clock of an agent is nobody else's.
class ApprovalExpiryTests {
  private static final ScriptedLanguageModel MODEL =
      acting(plan("write"), call("write", "{}"), "Done.");
  private static final Task TASK = Task.withTools("Write it");

  private final Ticking clock = new Ticking();
  private final ScriptedTool write = ScriptedTool.writing("write");
  private MemoryRunJournal journal = new MemoryRunJournal();

  /// A clock that goes when it is told to.
  private static final class Ticking extends Clock {
    private Instant now = Instant.now();

    void goOn(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private Agent agent(Approver user, ScriptedTool tool) {
    return Agent.with(MODEL)
        .journal(journal)
        .tools(List.of(tool))
        .approvals(ApprovalMode.ASK, user)
        .clock(clock)
        .build();
  }

  private List<String> journalled(String run) {
    return journal.read(run).stream()
        .map(placed -> placed.entry().getClass().getSimpleName())
        .filter(name -> name.startsWith("Approval") || name.startsWith("Call"))
        .toList();
  }

  /// The run as far as its first entry of a kind.
  private void cutAfter(String run, Class<? extends JournalEntry> kind) {
    List<JournalEntry.Placed> entries = new ArrayList<>();
    for (JournalEntry.Placed placed : journal.read(run)) {
      entries.add(placed);
      if (kind.isInstance(placed.entry())) {
        break;
      }
    }
    journal = MemoryRunJournal.holding(run, entries);
  }

  @Test
  void aWordInTimeIsGood() {
    RunReport waiting = agent(Approver.ABSENT, write).run(TASK, AgentListener.SILENT);
    clock.goOn(Duration.ofHours(23));
    RunReport report =
        agent(ScriptedApprover.saying(true), write).resume(waiting.run(), AgentListener.SILENT);
    TrajectoryAssert.assertThat(report).calledOnly("write").endedAs(RunStatus.DONE);
    assertThat(journalled(report.run()))
        .containsExactly("ApprovalAsked", "ApprovalGiven", "CallBegan", "CallEnded");
  }

  @Test
  void aQuestionThatExpiredIsAskedAgain() {
    RunReport waiting = agent(Approver.ABSENT, write).run(TASK, AgentListener.SILENT);
    for (int days = 1; days <= 3; days++) {
      clock.goOn(Duration.ofDays(1));
      TrajectoryAssert.assertThat(
              agent(Approver.ABSENT, write).resume(waiting.run(), AgentListener.SILENT))
          .waitsFor("write");
    }
    RunReport report =
        agent(ScriptedApprover.saying(true), write).resume(waiting.run(), AgentListener.SILENT);
    TrajectoryAssert.assertThat(report).calledOnly("write").endedAs(RunStatus.DONE);
    assertThat(journalled(report.run()))
        .containsExactly(
            "ApprovalAsked",
            "ApprovalAsked",
            "ApprovalAsked",
            "ApprovalAsked",
            "ApprovalGiven",
            "CallBegan",
            "CallEnded");
  }

  @Test
  void aWordThatTookTooLongIsAskedForAgain() {
    ScriptedApprover slow =
        ScriptedApprover.deciding(
            request -> {
              clock.goOn(
                  write.received().isEmpty() && journalled("run-1").size() < 2
                      ? Duration.ofHours(25)
                      : Duration.ZERO);
              return Optional.of(true);
            });
    RunReport report = agent(slow, write).run(TASK, AgentListener.SILENT);
    TrajectoryAssert.assertThat(report).calledOnly("write").endedAs(RunStatus.DONE);
    assertThat(slow.asked()).hasSize(2);
    assertThat(write.received()).hasSize(1);
  }

  @Test
  void aWordThatWasGivenLongBeforeTheRequestCouldBeSentIsAskedForAgain() {
    RunReport whole = agent(ScriptedApprover.saying(true), write).run(TASK, AgentListener.SILENT);
    cutAfter(whole.run(), JournalEntry.ApprovalGiven.class);
    clock.goOn(Duration.ofDays(2));
    ScriptedApprover user = ScriptedApprover.saying(false);
    RunReport report = agent(user, write).resume(whole.run(), AgentListener.SILENT);
    TrajectoryAssert.assertThat(report).endedAs(RunStatus.FAILED);
    assertThat(user.asked()).hasSize(1);
    assertThat(write.received()).hasSize(1);
    assertThat(journalled(report.run()))
        .containsExactly("ApprovalAsked", "ApprovalGiven", "ApprovalAsked", "ApprovalGiven");
  }

  @Test
  void whatWasDecidedStaysDecidedHoweverLateItIsTold() {
    RunReport whole = agent(ScriptedApprover.saying(true), write).run(TASK, AgentListener.SILENT);
    cutAfter(whole.run(), JournalEntry.CallEnded.class);
    clock.goOn(Duration.ofDays(400));
    RunReport report = agent(Approver.ABSENT, write).resume(whole.run(), AgentListener.SILENT);
    TrajectoryAssert.assertThat(report).calledOnly("write").endedAs(RunStatus.DONE);
    assertThat(write.received()).hasSize(1);
  }

  @Test
  void aKeyIsTrustedAsLongAsServersRememberIt() {
    ScriptedTool known = write.recognising("Idempotency-Key");
    RunReport whole = agent(ScriptedApprover.saying(true), known).run(TASK, AgentListener.SILENT);
    cutAfter(whole.run(), JournalEntry.CallBegan.class);
    List<JournalEntry.Placed> begun = journal.read(whole.run());

    clock.goOn(Duration.ofHours(22));
    RunReport soon = agent(Approver.ABSENT, known).resume(whole.run(), AgentListener.SILENT);
    TrajectoryAssert.assertThat(soon).calledOnly("write").endedAs(RunStatus.DONE);
    assertThat(known.received()).hasSize(2);
    assertThat(known.done()).hasSize(1);

    journal = MemoryRunJournal.holding(whole.run(), begun);
    clock.goOn(Duration.ofHours(4));
    RunReport late = agent(Approver.ABSENT, known).resume(whole.run(), AgentListener.SILENT);
    TrajectoryAssert.assertThat(late).waitsFor("write");
    ScriptedApprover user =
        ScriptedApprover.absent().settling(request -> Optional.of(Settlement.DONE));
    RunReport settled = agent(user, known).resume(whole.run(), AgentListener.SILENT);
    TrajectoryAssert.assertThat(settled).calledOnly("write").endedAs(RunStatus.DONE);
    assertThat(known.received()).hasSize(2);
  }
}
