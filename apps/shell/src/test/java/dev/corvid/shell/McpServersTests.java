package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.ToolCall;
import dev.corvid.agent.spi.Tool;
import dev.corvid.tools.RestSettings;
import dev.corvid.tools.RestTools;
import dev.corvid.tools.Specification;
import dev.corvid.tools.mcp.McpException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpServersTests {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "npx -y @modelcontextprotocol/server-everything stdio, server-everything",
        "npx -y some-server@1.2.3 '/my documents', some-server-1-2-3",
        "uvx mcp-server-git --repository /home/x, mcp-server-git",
        "python3 -m notes_server, notes_server",
        "'/opt/my servers/notes.py', notes",
        "node dist/index.js, index",
        "docker run -i --rm mcp/time, time",
        "env API_TOKEN=secret ./weather, weather",
        "docker run -e TOKEN=secret -i mcp/fetch, fetch",
        "npx, npx",
        "./server-with-a-name-that-is-much-too-long-for-a-label, server-with-a-name-that-is-much-",
        "'/opt/气象', server",
      })
  void aServerIsCalledByWhatItsCommandStarts(String command, String name) {
    assertThat(McpServers.names(List.of(command))).containsExactly(name);
  }

  @Test
  void noTwoServersHaveOneName() {
    assertThat(McpServers.names(List.of("uvx notes", "./notes-2", "uvx notes", "./notes.py")))
        .containsExactly("notes", "notes-2", "notes-3", "notes-4");
    assertThatThrownBy(() -> McpServers.names(List.of("notes", "'")))
        .isInstanceOf(McpException.Command.class);
  }

  @Test
  void serversThatCallThemselvesTheSameAreToldApart() throws Exception {
    String work = start("work", "milk", "read", "count");
    String home = start("home", "bread", "read", "listBoats");
    try (OpenTools open =
        new OpenTools(List.of(harbour()), McpServers.start(List.of(work, home)))) {
      List<Tool> tools = open.tools();
      assertThat(tools)
          .extracting(tool -> tool.spec().name() + " of " + tool.spec().origin())
          .containsExactly(
              "listBoats of unknown:harbour.yaml",
              "addBoat of unknown:harbour.yaml",
              "work_read of mcp:work",
              "count of mcp:work",
              "home_read of mcp:home",
              "home_listBoats of mcp:home");
      assertThat(open.ofApis()).isEqualTo(tools.subList(0, 2));
      assertThat(tools.subList(2, 6))
          .extracting(McpServersTests::read)
          .containsExactly("milk", "milk", "bread", "bread");
    }
  }

  @Test
  void ifOneServerDoesNotStartNoneRuns() throws Exception {
    String work = start("work", "milk", "read");
    assertThatThrownBy(() -> McpServers.start(List.of(work, "./no-such-program")))
        .isInstanceOf(McpException.class);
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .noneMatch(p -> p.info().commandLine().orElse("").contains(NotesServer.class.getName()));
  }

  private static RestTools harbour() throws Exception {
    URL url = Objects.requireNonNull(McpServersTests.class.getResource("/apis/harbour.yaml"));
    return RestTools.of(
        List.of(
            new RestTools.Api(Specification.read(Path.of(url.toURI())), RestSettings.defaults())));
  }

  /// A program that is a server of notes.
  private String start(String name, String note, String... tools) throws Exception {
    String line =
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s '%s' %s\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                NotesServer.class.getName(),
                note,
                String.join(" ", tools));
    Path program = Files.writeString(folder.resolve(name + ".sh"), line);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return "'" + program + "'";
  }

  private static String read(Tool tool) {
    return tool.call(tool.prepare(new ToolCall("r.1", tool.spec().name(), "{}"))).text();
  }
}
