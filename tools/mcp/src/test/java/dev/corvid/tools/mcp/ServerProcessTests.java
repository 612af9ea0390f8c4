package dev.corvid.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.ToolResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a server afterwards: nothing.
class ServerProcessTests {
  private static final String STUBBORN =
      "{\"stubborn\": true, \"child\": true, \"tools\": [{\"name\": \"look\", \"inputSchema\": {}}]}";

  private static List<ProcessHandle> started() {
    return ProcessHandle.current().descendants().toList();
  }

  @Test
  void closingEndsTheServerAndWhatItStarted() {
    List<ProcessHandle> before = started();
    List<ProcessHandle> family;
    try (var tools = McpTools.start(Servers.raw(STUBBORN), Servers.SETTINGS)) {
      assertThat(tools.tools()).hasSize(1);
      family = started().stream().filter(process -> !before.contains(process)).toList();
      assertThat(family).hasSizeGreaterThanOrEqualTo(2);
    }
    assertThat(family).allMatch(Servers::isGone);
  }

  @Test
  void aShellBetweenIsNoHidingPlace() {
    List<ProcessHandle> before = started();
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\"; true", "sh"));
    command.addAll(Servers.raw(STUBBORN));
    List<ProcessHandle> family;
    try (var tools = McpTools.start(command, Servers.SETTINGS)) {
      assertThat(tools.tools()).hasSize(1);
      family = started().stream().filter(process -> !before.contains(process)).toList();
      assertThat(family).hasSizeGreaterThanOrEqualTo(3);
    }
    assertThat(family).allMatch(Servers::isGone);
  }

  @Test
  void whatADeadServerLeavesBehindIsEndedToo() {
    List<ProcessHandle> before = started();
    String child = "{\"child\": true, \"tools\": [{\"name\": \"look\", \"inputSchema\": {}}]}";
    List<ProcessHandle> family;
    try (var tools = McpTools.start(Servers.raw(child), Servers.SETTINGS)) {
      family = started().stream().filter(process -> !before.contains(process)).toList();
      assertThat(family).hasSizeGreaterThanOrEqualTo(2);
      // Its child keeps its output open.
      assertThat(Servers.call(tools, "look", "{\"exit\": 4}").status())
          .isEqualTo(ToolResult.Status.UNKNOWN);
    }
    assertThat(family).allMatch(Servers::isGone);
  }

  @Test
  void aStartThatFailsLeavesNothing() {
    List<ProcessHandle> before = started();
    var settings = Servers.SETTINGS.withStartTimeout(Duration.ofMillis(100));
    try {
      McpTools.start("sh -c 'sleep 600; true'", settings).close();
    } catch (McpException.Start e) {
      assertThat(e).hasMessageContaining("not ready");
    }
    assertThat(started().stream().filter(process -> !before.contains(process)))
        .allMatch(Servers::isGone);
  }

  @Test
  void anInterruptedStartLeavesNothing() throws InterruptedException {
    List<ProcessHandle> before = started();
    var outcome = new CompletableFuture<Throwable>();
    Thread starter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    McpTools.start("sleep 600", Servers.SETTINGS).close();
                    outcome.complete(new AssertionError("started"));
                  } catch (CancellationException e) {
                    outcome.complete(e);
                  }
                });
    Thread.sleep(300);
    starter.interrupt();
    assertThat(outcome.join()).isInstanceOf(CancellationException.class);
    assertThat(started().stream().filter(process -> !before.contains(process)))
        .allMatch(Servers::isGone);
  }

  @Test
  void secretsOfTheEnvironmentAreNotHandedOn() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of("PATH", "/bin", "HOME", "/home/a", "CORVID_API_KEY", "secret", "TOKEN", "t"));
    ServerProcess.restrict(environment, Map.of("GIVEN", "g", "HOME", "/elsewhere"));
    assertThat(environment)
        .containsOnly(
            Map.entry("PATH", "/bin"), Map.entry("HOME", "/elsewhere"), Map.entry("GIVEN", "g"));
  }

  @Test
  void aProgramIsFoundByItsEndingsWhereThesePlayARole(@TempDir Path folder) throws IOException {
    Path npx = Files.createFile(folder.resolve("npx.CMD"));
    String path = "/nowhere" + File.pathSeparator + folder;
    assertThat(Program.find("npx", path, ".EXE;.CMD")).contains(npx);
    assertThat(Program.find("npx", path, ".EXE")).isEmpty();
    assertThat(Program.find("npx.exe", path, ".EXE;.CMD")).isEmpty();
    assertThat(Program.find("./npx", path, ".EXE;.CMD")).isEmpty();
  }
}
