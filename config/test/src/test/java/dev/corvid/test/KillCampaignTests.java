package dev.corvid.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.Settlement;
import dev.corvid.test.KilledRun.Order;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Five hundred processes killed at any moment. Their number is kept in `target/kill-campaign`: a
/// campaign that was broken off goes on with the kills that are left.
@Tag("campaign")
class KillCampaignTests {
  private static final int KILLS = 500;
  private static final List<String> TOOLS = List.of("first", "secondKeyed", "third", "fourthKeyed");

  private final Path folder = Path.of("target", "kill-campaign");
  private final long seed = Long.getLong("corvid.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private long longest = 1000;
  private int asked;
  private int ended;

  @Test
  void nothingIsWrittenTwiceHoweverOftenAProcessIsKilled() throws Exception {
    Files.createDirectories(folder);
    Path log = folder.resolve("kills");
    int kills = Files.exists(log) ? Files.readAllLines(log).size() : 0;
    try (CountingServer server = new CountingServer()) {
      server.onArrival(call -> pause(random.nextInt(20)));
      while (kills < KILLS) {
        kills += campaign(server, log, KILLS - kills);
      }
    }
    assertThat(asked + ended).as("seed %d", seed).isPositive();
    Files.delete(log);
  }

  /// One run, killed until it is over; says how often.
  private int campaign(CountingServer server, Path log, int most) throws Exception {
    Path runs = Files.createTempDirectory(folder, "run");
    Order order = new Order(runs, server.port(), TOOLS, "", "", "");
    Set<String> before = new HashSet<>(server.done());
    int kills = 0;
    while (true) {
      String said = work(server, order, kills < most);
      if (said.startsWith("ended")) {
        assertThat(said).as("seed %d", seed).isEqualTo("ended as DONE");
        break;
      }
      if (said.startsWith("waits for ")) {
        asked++;
        boolean done = server.done().contains(said.substring("waits for ".length()));
        order = order.saying(done ? Settlement.DONE : Settlement.REPEAT);
      } else {
        kills++;
        Files.writeString(
            log,
            "%s %d%n".formatted(runs, kills),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        // Whatever was said about one call is not said about the next.
        order = new Order(runs, server.port(), TOOLS, "", "", "");
      }
      order = order.resuming(begun(FileRunJournal.in(runs)));
    }
    ended++;
    List<String> done = server.done().stream().filter(call -> !before.contains(call)).toList();
    assertThat(done).as("seed %d, %s", seed, runs).doesNotHaveDuplicates().hasSize(TOOLS.size());
    return kills;
  }

  /// The run that has begun, or nothing; one that was killed before its first entry is nobody's.
  private static String begun(FileRunJournal journal) {
    return journal.runs().stream()
        .filter(run -> !journal.read(run).isEmpty())
        .findFirst()
        .orElse("");
  }

  /// Let a process work and kill it at any moment, unless it is over before.
  private String work(CountingServer server, Order order, boolean mayKill) throws Exception {
    Process child = Children.start(order.command());
    try (BufferedReader out = child.inputReader(UTF_8)) {
      boolean early = mayKill && random.nextInt(10) == 0;
      if (!early) {
        assertThat(out.readLine()).isEqualTo("ready");
      }
      long start = System.nanoTime();
      if (mayKill) {
        child.waitFor(random.nextLong(longest), TimeUnit.MILLISECONDS);
      } else {
        child.waitFor(1, TimeUnit.MINUTES);
      }
      boolean over = !child.isAlive();
      // Not the process itself, which would close what it has said.
      child.toHandle().destroyForcibly();
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
      server.settle();
      String said = last(out);
      if (over) {
        // What a run takes is learnt from those that nobody killed in time.
        longest = Math.max(100, 3 * TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 2);
      }
      return said;
    }
  }

  private static String last(BufferedReader out) throws IOException {
    String said = "killed";
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said = line.equals("ready") ? said : line;
    }
    return said;
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
