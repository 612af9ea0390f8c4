package dev.corvid.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The sample under load for some minutes.
///
/// ```sh
/// ./mvnw test -Pcampaign -pl apps/sample -am \
///   -Dtest=ServiceCampaignTests -Dsurefire.failIfNoSpecifiedTests=false
/// ```
@Tag("model")
@EnabledOnOs(OS.LINUX)
class ServiceCampaignTests {
  private static final Logger log = LoggerFactory.getLogger(ServiceCampaignTests.class);

  private static final int CLIENTS = 16;
  private static final int QUEUE = 8;
  private static final Duration ALONE = Duration.ofMinutes(1);
  private static final Duration HALF = Duration.ofMinutes(1);
  private static final double LEAST_THROUGHPUT = 0.9;

  /// What grows by less is no growth: classes, code, and pages that were not touched before.
  private static final double FLAT = 1.1;

  private static final List<String> QUESTIONS =
      List.of(
          "How often are dogs fed?",
          "How often are cats fed?",
          "When are dogs fed?",
          "What do parrots get in the morning?",
          "When does the vet come?",
          "What happens to an animal that does not eat?",
          "Within how many days may a pet be brought back?",
          "How much of the price does the buyer get back?");

  @TempDir Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Set<String>> greedy = new ConcurrentHashMap<>();
  private int port;

  /// What clients came to together.
  private static final class Tally {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final List<String> wrong = new ArrayList<>();

    synchronized void wrong(String what) {
      wrong.add(what);
    }
  }

  private record Memory(long heap, long resident) {}

  @Test
  void sixteenClientsGetWhatOneGets() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String[] arguments =
        Stream.of(
                "server.port=" + port,
                "corvid.model.name=smollm2-135m",
                "corvid.model.pull=true",
                "corvid.model.queue=" + QUEUE,
                "corvid.documents.folders=handbook",
                "corvid.documents.index=" + home.resolve("index"))
            .map("--"::concat)
            .toArray(String[]::new);
    try (var context = new SpringApplicationBuilder(SampleApplication.class).run(arguments)) {
      assertThat(context.isActive()).isTrue();
      campaign();
    }
  }

  private void campaign() throws Exception {
    learnAll();
    Tally alone = load(1, ALONE, true);
    log.info("one client: {} answers in {}", alone.answered, ALONE);
    assertThat(alone.refused).hasValue(0);

    Tally fitting = load(QUEUE, Duration.ofSeconds(20), false);
    assertThat(fitting.refused).as("as many clients as the queue holds").hasValue(0);
    assertThat(fitting.wrong).isEmpty();

    Tally first = load(CLIENTS, HALF, false);
    Memory then = memory();
    Tally second = load(CLIENTS, HALF, false);
    Memory now = memory();

    int answered = first.answered.get() + second.answered.get();
    log.info("{} clients: {} answers, {} refused", CLIENTS, answered, second.refused);
    log.info("after the first minute {}, after the second {}", then, now);
    assertThat(first.wrong).isEmpty();
    assertThat(second.wrong).isEmpty();
    assertThat(first.refused.get() + second.refused.get()).isPositive();
    double perSecond = answered / (2.0 * HALF.toSeconds());
    assertThat(perSecond)
        .isGreaterThanOrEqualTo(LEAST_THROUGHPUT * alone.answered.get() / ALONE.toSeconds());
    assertThat(now.heap()).isLessThan((long) (FLAT * then.heap()));
    assertThat(now.resident()).isLessThan((long) (FLAT * then.resident()));
  }

  /// Ask each question after each other one: what is kept of the last prompt may change the
  /// rounding, and with it a token whose rival is as likely. The order is that of a de Bruijn
  /// sequence, in which each pair stands once.
  private void learnAll() {
    for (int i = 0; i < QUESTIONS.size(); i++) {
      learn(QUESTIONS.get(i));
      for (int j = i + 1; j < QUESTIONS.size(); j++) {
        learn(QUESTIONS.get(i));
        learn(QUESTIONS.get(j));
      }
    }
    learn(QUESTIONS.getFirst());
  }

  private void learn(String question) {
    HttpResponse<String> response = ask(question);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    greedy.computeIfAbsent(question, each -> new HashSet<>()).add(response.body());
  }

  private Tally load(int clients, Duration duration, boolean isLearning) throws Exception {
    Tally tally = new Tally();
    long end = System.nanoTime() + duration.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Random random = new Random(i);
        running.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    String question = QUESTIONS.get(random.nextInt(QUESTIONS.size()));
                    judge(question, ask(question), tally, isLearning);
                  }
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    return tally;
  }

  private void judge(
      String question, HttpResponse<String> response, Tally tally, boolean isLearning) {
    String body = response.body();
    switch (response.statusCode()) {
      case 200 -> {
        tally.answered.incrementAndGet();
        Set<String> expected = greedy.getOrDefault(question, Set.of());
        if (isLearning) {
          expected.add(body);
        } else if (!expected.contains(body)) {
          tally.wrong("%s: %s, not %s".formatted(question, body, expected));
        }
      }
      case 503 -> {
        tally.refused.incrementAndGet();
        JsonNode problem = JsonMapper.shared().readTree(body);
        if (!problem.path("code").asString().equals("busy")) {
          tally.wrong(body);
        }
        pause();
      }
      default -> tally.wrong(response.statusCode() + " " + body);
    }
  }

  /// Shorter than Retry-After says, so that the queue stays full.
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> ask(String question) {
    String body = JsonMapper.shared().createObjectNode().put("text", question).toString();
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:%d/ask".formatted(port)))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(question, e);
    }
  }

  /// What is used after the garbage is gone.
  private static Memory memory() throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
            .findFirst()
            .orElseThrow();
    return new Memory(heap, resident);
  }
}
