package dev.corvid.tools.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process of a server and all that it started. What it writes to its standard error goes to
/// the log.
final class ServerProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

  /// What programs need of the environment, and no more: the rest may hold secrets.
  private static final Set<String> INHERITED =
      Set.of(
          ("PATH HOME USER LOGNAME SHELL TERM LANG LC_ALL LC_CTYPE TZ TMPDIR JAVA_HOME"
                  + " NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR"
                  + " APPDATA COMSPEC HOMEDRIVE HOMEPATH LOCALAPPDATA PATHEXT PROCESSOR_ARCHITECTURE"
                  + " PROGRAMFILES SYSTEMDRIVE SYSTEMROOT TEMP TMP USERNAME USERPROFILE")
              .split(" "));

  private static final int LOG_LINE = 1_000;
  private static final int LAST_LINES = 5;
  private static final int LAST_WORDS = 400;

  /// How long a server may take to end by itself, and then after it was asked to.
  private static final long PATIENCE_MILLIS = 700;

  /// How long its last output and its exit status may take when it has ended.
  private static final long LAST_MILLIS = 2_000;

  private static final long LOOK_MILLIS = 10;

  private final Process process;
  private final Thread hook = new Thread(this::kill, "mcp-shutdown");
  private final Thread drain =
      Thread.ofPlatform().daemon().name("mcp-stderr").unstarted(this::drainErrors);
  private final Set<ProcessHandle> descendants = new LinkedHashSet<>();
  private final Deque<String> lastLines = new ArrayDeque<>();

  private ServerProcess(Process process) {
    this.process = process;
  }

  /// @throws McpException.Command if the program cannot be started
  static ServerProcess start(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(Program.resolve(command));
    restrict(builder.environment(), environment);
    try {
      return new ServerProcess(builder.start()).watched();
    } catch (IOException | IllegalArgumentException e) {
      throw new McpException.Command(
          "The MCP server '%s' cannot be started: %s"
              .formatted(Text.line(command.getFirst(), 100), Text.line(e.getMessage() + "", 200)),
          "Name a program that is on the PATH or the path of one; for variables of its own write"
              + " env NAME=value program …",
          e);
    }
  }

  private ServerProcess watched() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      kill();
      throw new CancellationException("the JVM shuts down");
    }
    drain.start();
    return this;
  }

  /// Leave only what a program needs in an environment, and add what the user gives.
  static void restrict(Map<String, String> inherited, Map<String, String> given) {
    inherited.keySet().removeIf(name -> !INHERITED.contains(name.toUpperCase(Locale.ROOT)));
    inherited.putAll(given);
  }

  InputStream output() {
    return process.getInputStream();
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /// How it ended, if it does within a moment.
  Optional<Integer> exitStatus() {
    try {
      return process.waitFor(LAST_MILLIS, TimeUnit.MILLISECONDS)
          ? Optional.of(process.exitValue())
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// The end of what it wrote to its standard error, on one line, possibly empty.
  String lastWords() {
    if (!process.isAlive()) {
      awaitDrain();
    }
    String words;
    synchronized (lastLines) {
      words = Text.line(String.join(" ", lastLines), LAST_LINES * LOG_LINE);
    }
    return words.substring(Math.max(0, words.length() - LAST_WORDS));
  }

  private void awaitDrain() {
    try {
      drain.join(LAST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Keep in mind what it has started until now: if it dies, nobody else will know them.
  void rememberDescendants() {
    synchronized (descendants) {
      process.descendants().forEach(descendants::add);
    }
  }

  /// End it and all that it started: wait a moment, since its input is closed by now, then ask,
  /// then kill.
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      if (!endsInTime()) {
        family().forEach(ProcessHandle::destroy);
        endsInTime();
      }
      kill();
      endsInTime();
    } catch (InterruptedException e) {
      kill();
      interrupted = true;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("Closed while the JVM shuts down");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean endsInTime() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    Collection<ProcessHandle> family = family();
    while (family.stream().anyMatch(ProcessHandle::isAlive)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }

  private void kill() {
    family().forEach(ProcessHandle::destroyForcibly);
  }

  private Collection<ProcessHandle> family() {
    rememberDescendants();
    synchronized (descendants) {
      var all = new LinkedHashSet<>(descendants);
      all.add(process.toHandle());
      return all;
    }
  }

  private void drainErrors() {
    try {
      var lines = new LineReader(process.getErrorStream(), LOG_LINE);
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        String text = Text.line(line.get().text(), LOG_LINE);
        log.debug("{}: {}", process.pid(), text);
        synchronized (lastLines) {
          lastLines.addLast(text);
          if (lastLines.size() > LAST_LINES) {
            lastLines.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      log.debug("{}: its standard error is closed", process.pid());
    }
  }
}
