package dev.corvid.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.RunJournal.RunLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileRunJournalTests extends RunJournalContract {
  @TempDir Path folder = Path.of("");

  @Override
  protected RunJournal journal() {
    return FileRunJournal.in(folder.resolve("runs"));
  }

  private static JournalEntry entry(int number) {
    return new JournalEntry.Recalled(List.of("lesson " + number));
  }

  /// A run with this many entries.
  private String run(int entries) {
    try (RunLog log = journal().create()) {
      for (int i = 0; i < entries; i++) {
        log.append(entry(i), i);
      }
      return log.run();
    }
  }

  private Path file(String run) throws IOException {
    try (var files = Files.list(folder.resolve("runs"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(run + ".journal"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aTornEndIsCutAndWrittenOver() throws IOException {
    String run = run(3);
    byte[] whole = Files.readAllBytes(file(run));
    for (int lost = 1; lost < 30; lost++) {
      Files.write(file(run), Arrays.copyOf(whole, whole.length - lost));
      assertThat(journal().read(run)).hasSize(2);
      try (RunLog log = journal().open(run)) {
        assertThat(log.entries()).hasSize(2);
        log.append(entry(2), 2);
      }
      assertThat(journal().read(run))
          .extracting("entry")
          .containsExactly(entry(0), entry(1), entry(2));
    }
  }

  @Test
  void whatADiskLostIsCut() throws IOException {
    String run = run(3);
    int whole = (int) Files.size(file(run));
    byte[] zeros = new byte[5000];
    Files.write(file(run), zeros, StandardOpenOption.APPEND);
    assertThat(journal().read(run)).hasSize(3);
    try (RunLog log = journal().open(run)) {
      assertThat(Files.size(file(run))).isEqualTo(whole);
      log.append(new JournalEntry.Recalled(List.of("long ".repeat(400))), 3);
    }
    byte[] bytes = Files.readAllBytes(file(run));
    Arrays.fill(bytes, (whole / 512 + 2) * 512, bytes.length, (byte) 0);
    Files.write(file(run), bytes);
    assertThat(journal().read(run)).as("a record of which only the beginning was kept").hasSize(3);
    Files.write(file(run), new byte[8]);
    journal().open(run).close();
    assertThat(journal().read(run)).isEmpty();
  }

  @Test
  void damageIsToldAndNothingIsChanged() throws IOException {
    String run = run(3);
    byte[] bytes = Files.readAllBytes(file(run));
    bytes[bytes.length / 2] ^= 4;
    Files.write(file(run), bytes);
    for (Runnable read : List.<Runnable>of(() -> journal().read(run), () -> journal().open(run))) {
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(read::run)
          .matches(e -> e.code().equals("journal-damaged"))
          .withMessageContaining(run);
    }
    assertThat(Files.readAllBytes(file(run))).isEqualTo(bytes);
    String other = run(1);
    assertThat(journal().read(other)).hasSize(1);
  }

  @Test
  void aWriterWhoseFileWasWrittenByAnotherStops() throws IOException {
    try (RunLog log = journal().create()) {
      log.append(entry(0), 0);
      byte[] record = Files.readAllBytes(file(log.run()));
      Files.write(file(log.run()), record, StandardOpenOption.APPEND);
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> log.append(entry(1), 0))
          .matches(e -> e.code().equals("run-busy"));
      assertThat(Files.size(file(log.run()))).isEqualTo(2L * record.length);
    }
  }

  @Test
  void anInterruptLosesNoEntry() {
    String run;
    try (RunLog log = journal().create()) {
      run = log.run();
      Thread.currentThread().interrupt();
      log.append(entry(0), 0);
      log.append(entry(1), 0);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(journal().read(run)).hasSize(2);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(journal().read(run)).hasSize(2);
  }

  @Test
  void aRunIsHeldAgainstOtherProcessesAlsoAfterAnAttemptInThisOne() throws Exception {
    try (RunLog log = journal().create()) {
      assertThatExceptionOfType(JournalException.class).isThrownBy(() -> journal().open(log.run()));
      assertThat(firstLine(Opening.class, log.run())).isEqualTo("run-busy");
      log.append(entry(0), 0);
    }
    String run = journal().runs().getFirst();
    assertThat(firstLine(Opening.class, run)).isEqualTo("opened 1");
  }

  @Test
  void aProcessThatWasKilledHoldsNothing() throws Exception {
    String run = run(2);
    Process child = Children.start(Children.command(Opening.class, runs(), run, "wait"));
    try (BufferedReader out = child.inputReader(UTF_8)) {
      assertThat(out.readLine()).isEqualTo("opened 2");
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> journal().open(run))
          .matches(e -> e.code().equals("run-busy"));
      assertThat(child.destroyForcibly().waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    try (RunLog log = journal().open(run)) {
      assertThat(log.entries()).hasSize(2);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFullDiskLeavesTheLastWholeEntry() throws Exception {
    String run = run(1);
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 16; exec \"$@\"", "sh"));
    command.addAll(Children.command(Opening.class, runs(), run, "fill"));
    Process child = Children.start(command);
    try (BufferedReader out = child.inputReader(UTF_8)) {
      assertThat(out.readLine()).isEqualTo("opened 1");
      String end = out.readLine();
      assertThat(end).startsWith("journal-io after ");
      int kept = Integer.parseInt(end.substring("journal-io after ".length()));
      assertThat(journal().read(run)).hasSize(1 + kept);
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    try (RunLog log = journal().open(run)) {
      log.append(entry(1), 1);
    }
  }

  private String runs() {
    return folder.resolve("runs").toString();
  }

  private String firstLine(Class<?> main, String run) throws IOException {
    Process child = Children.start(Children.command(main, runs(), run, ""));
    try (BufferedReader out = child.inputReader(UTF_8)) {
      return String.valueOf(out.readLine());
    }
  }

  /// Another process: opens a run, says so and does what it is told.
  static final class Opening {
    public static void main(String[] arguments) throws Exception {
      try (RunLog log = FileRunJournal.in(Path.of(arguments[0])).open(arguments[1])) {
        say("opened " + log.entries().size());
        switch (arguments[2]) {
          case "wait" -> Thread.sleep(TimeUnit.MINUTES.toMillis(5));
          case "fill" -> fill(log);
          default -> {}
        }
      } catch (JournalException e) {
        say(e.code());
      }
    }

    private static void fill(RunLog log) throws IOException {
      for (int i = 0; i < 1000; i++) {
        try {
          log.append(new JournalEntry.Recalled(List.of("x".repeat(500))), 0);
        } catch (JournalException e) {
          say(e.code() + " after " + i);
          return;
        }
      }
      say("never full");
    }

    private static void say(String line) throws IOException {
      OutputStream out = System.out;
      out.write((line + "\n").getBytes(UTF_8));
      out.flush();
    }
  }
}
