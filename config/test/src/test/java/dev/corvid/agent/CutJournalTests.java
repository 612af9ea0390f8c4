package dev.corvid.agent;

import static dev.corvid.test.ScriptedLanguageModel.acting;
import static dev.corvid.test.ScriptedLanguageModel.call;
import static dev.corvid.test.ScriptedLanguageModel.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.test.ScriptedApprover;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.ScriptedTool;
import dev.corvid.test.TrajectoryAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bytes of a journal, cut anywhere: what a crash leaves. In this package since bytes are
/// nobody else's.
class CutJournalTests {
  private static final Task TASK = Task.withTools("Rename it Rex and mail Anna");
  private static final ScriptedLanguageModel MODEL =
      acting(
          plan("rename", "mail"),
          call("rename", "{\"name\": \"Rex\"}"),
          call("mail", "{\"to\": \"Anna\"}"),
          "Renamed and sent.");

  @TempDir Path folder = Path.of("");

  private String run = "";
  private byte[] bytes = new byte[0];
  private List<JournalEntry.Placed> entries = List.of();

  /// A server for a rename without a key, and one for a mail with one.
  private record Servers(ScriptedTool rename, ScriptedTool mail) {
    Servers() {
      this(
          ScriptedTool.writing("rename").taking("name"),
          ScriptedTool.writing("mail").taking("to").recognising("Idempotency-Key"));
    }

    Agent agent(RunJournal journal, Approver user) {
      return Agent.with(MODEL)
          .journal(journal)
          .tools(List.of(rename, mail))
          .approvals(ApprovalMode.ALL, user)
          .build();
    }

    /// Servers that got what these entries say was sent.
    ///
    /// @param last whether the last request arrived if nothing was seen of it
    static Servers after(List<JournalEntry.Placed> entries, boolean last) {
      Servers servers = new Servers();
      for (JournalEntry.Placed placed : entries) {
        boolean isLast = placed == entries.getLast();
        if (placed.entry() instanceof JournalEntry.CallBegan(ToolRequest request)
            && (last || !isLast)) {
          (request.call().tool().equals("mail") ? servers.mail : servers.rename).call(request);
        }
      }
      return servers;
    }
  }

  @BeforeEach
  void work() throws IOException {
    RunReport report =
        new Servers()
            .agent(FileRunJournal.in(folder), Approver.ABSENT)
            .run(TASK, AgentListener.SILENT);
    TrajectoryAssert.assertThat(report).calledOnly("rename", "mail").endedAs(RunStatus.DONE);
    run = report.run();
    bytes = Files.readAllBytes(FileRunJournal.file(folder, run));
    entries = FileRunJournal.in(folder).read(run);
  }

  @Test
  void cutAtAnyByteNothingIsDoneTwiceAndNothingIsLost() {
    int resumed = -1;
    for (int length = 0; length <= bytes.length; length++) {
      List<JournalEntry.Placed> left =
          JournalFile.parse(run, Arrays.copyOf(bytes, length)).entries();
      assertThat(left).isEqualTo(entries.subList(0, left.size()));
      // The same entries go on in the same way.
      if (left.size() > resumed) {
        resumed = left.size();
        goOn(MemoryRunJournal.holding(run, left), left, true);
        goOn(MemoryRunJournal.holding(run, left), left, false);
      }
    }
    assertThat(resumed).isEqualTo(entries.size());
  }

  @Test
  void aFileThatWasCutIsMendedAndGoesOn() throws IOException {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    Path file = FileRunJournal.file(folder, run);
    for (int i = 0; i < 25; i++) {
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      Files.write(file, cut);
      List<JournalEntry.Placed> left = FileRunJournal.in(folder).read(run);
      goOn(FileRunJournal.in(folder), left, i % 2 == 0);
      if (!left.isEmpty()) {
        assertThat(FileRunJournal.in(folder).read(run))
            .as("seed %d", seed)
            .startsWith(left.toArray(JournalEntry.Placed[]::new));
      }
    }
  }

  /// @param arrived the world: whether the last request reached its server before the crash
  private void goOn(RunJournal journal, List<JournalEntry.Placed> left, boolean arrived) {
    Servers servers = Servers.after(left, arrived);
    if (left.isEmpty()) {
      assertThat(servers.rename().received()).isEmpty();
      return;
    }
    boolean isOpen =
        left.getLast().entry() instanceof JournalEntry.CallBegan began
            && began.request().call().tool().equals("rename");
    RunReport report = servers.agent(journal, Approver.ABSENT).resume(run, AgentListener.SILENT);
    if (isOpen) {
      TrajectoryAssert.assertThat(report).waitsFor("rename");
      Settlement word = arrived ? Settlement.DONE : Settlement.REPEAT;
      ScriptedApprover user = ScriptedApprover.absent().settling(request -> Optional.of(word));
      report = servers.agent(journal, user).resume(run, AgentListener.SILENT);
    }
    TrajectoryAssert.assertThat(report).calledOnly("rename", "mail").endedAs(RunStatus.DONE);
    assertThat(servers.rename().done()).as("after %d entries", left.size()).hasSize(1);
    assertThat(servers.mail().done()).as("after %d entries", left.size()).hasSize(1);
    assertThat(servers.mail().received()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aJournalWithAWrongBitIsNotGoneOnWith() throws IOException {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] wrong = bytes.clone();
      wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(FileRunJournal.file(folder, run), wrong);
      Servers servers = new Servers();
      try {
        servers.agent(FileRunJournal.in(folder), Approver.ABSENT).resume(run, AgentListener.SILENT);
      } catch (JournalException e) {
        codes.add(e.code());
      }
      assertThat(servers.rename().received()).as("seed %d", seed).isEmpty();
      assertThat(servers.mail().received()).as("seed %d", seed).isEmpty();
    }
    assertThat(codes).as("seed %d", seed).hasSize(40).containsOnly("journal-damaged");
  }
}
