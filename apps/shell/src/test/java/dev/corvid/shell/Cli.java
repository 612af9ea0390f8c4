package dev.corvid.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One run of the program: what it printed and how it ended.
record Cli(int exitCode, String out, String err) {
  /// Sample documents of a company that does not exist.
  static Path handbook() {
    try {
      URL url = Objects.requireNonNull(Cli.class.getResource("/handbook"));
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Run a command line in this process.
  static Cli run(Object... line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Main.program().run(words(line), stream(out), stream(err));
    return new Cli(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Run a command line in a process of its own, with its files in `home`.
  static Cli runIn(Path home, Object... line) throws IOException, InterruptedException {
    return runIn(home, Map.of(), line);
  }

  /// A session in a process of its own, which reads lines from a pipe.
  static Cli talkIn(Path home, List<String> lines, Object... line)
      throws IOException, InterruptedException {
    Path stdin = Files.writeString(home.resolve("stdin"), String.join("\n", lines));
    return runIn(home, Map.of(), Optional.of(stdin), line);
  }

  /// The same with more variables in its environment.
  static Cli runIn(Path home, Map<String, String> environment, Object... line)
      throws IOException, InterruptedException {
    return runIn(home, environment, Optional.empty(), line);
  }

  private static Cli runIn(
      Path home, Map<String, String> environment, Optional<Path> stdin, Object... line)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(words(line));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of("CORVID_HOME", home.toString()));
    builder.environment().putAll(environment);
    builder.redirectError(home.resolve("stderr").toFile());
    stdin.map(Path::toFile).ifPresent(builder::redirectInput);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    return new Cli(exitCode, out, Files.readString(home.resolve("stderr")));
  }

  private static List<String> words(Object... line) {
    return List.of(line).stream().map(Object::toString).toList();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /// The one JSON object on stdout; a second one is a failure.
  JsonNode json() {
    JsonNode node = JsonMapper.shared().readTree(out);
    if (out.strip().lines().count() != 1) {
      throw new AssertionError("more than one line on stdout: " + out);
    }
    return node;
  }
}
