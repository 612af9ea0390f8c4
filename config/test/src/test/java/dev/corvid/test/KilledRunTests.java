package dev.corvid.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.Settlement;
import dev.corvid.test.KilledRun.Order;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real processes, really killed.
class KilledRunTests {
  @TempDir Path folder = Path.of("");

  private final CountingServer server;

  KilledRunTests() throws IOException {
    server = new CountingServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Order order(String tool) {
    return new Order(folder, server.port(), List.of(tool), "", "", "");
  }

  private String run() {
    return FileRunJournal.in(folder).runs().getFirst();
  }

  private List<JournalEntry> entries() {
    return FileRunJournal.in(folder).read(run()).stream().map(JournalEntry.Placed::entry).toList();
  }

  /// Let a process work until it says something; one that waits to be killed is killed.
  private String work(Order order) throws Exception {
    Process child = Children.start(order.command());
    try (BufferedReader out = child.inputReader(UTF_8)) {
      assertThat(out.readLine()).isEqualTo("ready");
      String said = String.valueOf(out.readLine());
      kill(child);
      return said;
    }
  }

  private void kill(Process child) throws Exception {
    assertThat(child.destroyForcibly().waitFor(1, TimeUnit.MINUTES)).isTrue();
    server.settle();
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "writeKeyed"})
  void killedBeforeEachEntryARunGetsToItsEnd(String tool) throws Exception {
    Order order = order(tool);
    String said = work(order.at("before 1"));
    int asked = 0;
    while (!said.startsWith("ended")) {
      int written = entries().size();
      order = order.resuming(run());
      if (said.equals("at")) {
        said = work(order.at("before " + (written + 1)));
      } else {
        asked++;
        assertThat(said).isEqualTo("waits for " + server.done().getFirst());
        assertThat(entries().getLast()).isInstanceOf(JournalEntry.CallBegan.class);
        said = work(order.saying(Settlement.DONE).at("before " + (written + 1)));
        assertThat(entries()).hasSize(written + 1);
      }
    }
    assertThat(said).isEqualTo("ended as DONE");
    assertThat(asked).isEqualTo(tool.equals("write") ? 1 : 0);
    assertThat(server.done()).hasSize(1);
    assertThat(entries().getLast()).isInstanceOf(JournalEntry.Ended.class);
    assertThat(entries()).hasSizeGreaterThan(15);
  }

  @Test
  void killedBeforeACallIsSentItIsAskedAboutAndThenSent() throws Exception {
    Order order = order("write");
    assertThat(work(order.at("after " + numberOfTheCall()))).isEqualTo("at");
    assertThat(server.done()).isEmpty();

    assertThat(work(order.resuming(run()))).startsWith("waits for");
    assertThat(server.done()).isEmpty();
    assertThat(work(order.resuming(run()).saying(Settlement.REPEAT))).isEqualTo("ended as DONE");
    assertThat(server.done()).hasSize(1);
  }

  @Test
  void killedBeforeAKnownCallIsSentItIsSent() throws Exception {
    Order order = order("writeKeyed");
    assertThat(work(order.at("after " + numberOfTheCall()))).isEqualTo("at");
    assertThat(server.done()).isEmpty();

    assertThat(work(order.resuming(run()))).isEqualTo("ended as DONE");
    assertThat(server.done()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "writeKeyed"})
  void killedWhileTheServerIsAtItNothingIsDoneTwice(String tool) throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    server.onArrival(
        call -> {
          arrived.countDown();
          await(killed);
        });
    Process child = Children.start(order(tool).command());
    await(arrived);
    assertThat(child.destroyForcibly().waitFor(1, TimeUnit.MINUTES)).isTrue();
    server.onArrival(call -> {});
    killed.countDown();

    String said = work(order(tool).resuming(run()));
    if (tool.equals("write")) {
      assertThat(said).isEqualTo("waits for " + server.done().getFirst());
      said = work(order(tool).resuming(run()).saying(Settlement.DONE));
    }
    assertThat(said).isEqualTo("ended as DONE");
    assertThat(server.done()).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The place of the first request among the entries of a run that makes one.
  private int numberOfTheCall() {
    MemoryRunJournal journal = new MemoryRunJournal();
    Scenario scenario = Scenario.oneWrite();
    scenario.whole(journal, scenario.servers().get());
    List<JournalEntry.Placed> entries = journal.read(journal.runs().getFirst());
    return entries.stream()
        .filter(placed -> placed.entry() instanceof JournalEntry.CallBegan)
        .findFirst()
        .orElseThrow()
        .number();
  }
}
