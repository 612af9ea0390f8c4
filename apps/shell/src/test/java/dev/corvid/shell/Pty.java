package dev.corvid.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The program at a pseudo-terminal, which `script` of util-linux makes: what is typed goes in as
/// keys, what comes out is kept without its control sequences.
final class Pty implements AutoCloseable {
  private static final String SCRIPT = "/usr/bin/script";

  /// What a shell starts in the background ignores Ctrl-C, and so does all that it starts.
  private static final String DEFAULT_SIGNAL = "env --default-signal=INT";

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SEQUENCES =
      "\u001b\\[[0-9;?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|\u001b[=>()][0-9A-B]?|[\u0007\u0008]";

  private final Process process;
  private final OutputStream keys;
  private final StringBuffer raw = new StringBuffer();
  private int seen;

  private Pty(Process process) {
    this.process = process;
    this.keys = process.getOutputStream();
    Thread.ofVirtual().start(this::read);
  }

  static boolean isThere() {
    return Files.isExecutable(Path.of(SCRIPT)) && exitCode(DEFAULT_SIGNAL, "true") == 0;
  }

  private static int exitCode(String command, String argument) {
    try {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.add(argument);
      return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /// Start a session.
  ///
  /// @param columns how wide the terminal is
  static Pty start(Path home, int columns, Map<String, String> environment, String... line)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Dcorvid.terminal=out,err,in",
            "-Dcorvid.columns=" + columns,
            Main.class.getName()));
    words.addAll(List.of(line));
    String command =
        "stty cols %d rows 24; exec %s %s"
            .formatted(
                columns,
                DEFAULT_SIGNAL,
                String.join(" ", words.stream().map("'%s'"::formatted).toList()));
    ProcessBuilder builder = new ProcessBuilder(SCRIPT, "-qfec", command, "/dev/null");
    builder.environment().put("CORVID_HOME", home.toString());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    return new Pty(builder.start());
  }

  private void read() {
    byte[] bytes = new byte[4096];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        // Where half a character ends a piece, it is looked for by its other letters.
        raw.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      raw.append(e);
    }
  }

  void type(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /// Wait until a text is shown after what was waited for before.
  void await(String text) throws InterruptedException {
    if (!shows(text, PATIENCE)) {
      String shown = shown();
      throw new AssertionError(
          "'%s' was not shown after:%n%s%n%s"
              .formatted(text, shown.substring(Math.min(seen, shown.length())), stacks()));
    }
  }

  /// Whether a text is shown in time after what was waited for before.
  boolean shows(String text, Duration patience) throws InterruptedException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < patience.toNanos()) {
      String shown = shown();
      int at = shown.indexOf(text, Math.min(seen, shown.length()));
      if (at >= 0) {
        seen = at + text.length();
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return false;
  }

  /// What the program's threads are at.
  String stacks() {
    Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
    StringBuilder stacks = new StringBuilder();
    process
        .descendants()
        .map(ProcessHandle::pid)
        .forEach(pid -> stacks.append(output(jstack.toString(), String.valueOf(pid))));
    return stacks.toString();
  }

  private static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e + "\n";
    }
  }

  /// All that was shown so far.
  String shown() {
    return raw.toString().replaceAll(SEQUENCES, "").replace("\r", "");
  }

  /// The same with control sequences.
  String raw() {
    return raw.toString();
  }

  /// Wait for the end; returns the exit code.
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE)) {
      throw new AssertionError("it does not end: " + shown());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
