package dev.corvid.shell;

import dev.corvid.agent.spi.ToolProvider;
import dev.corvid.tools.mcp.McpSettings;
import dev.corvid.tools.mcp.McpTools;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Starts the MCP servers of a run and names them. A server that named itself could take the name
/// of another, and what was read from the one would pass for the other's: so a name comes from the
/// command that the user gave, and no two are the same. It is the same whenever the run goes on.
final class McpServers {
  private static final int MOST = 32;

  /// Programs that start others, and their words for it: they tell nothing apart.
  private static final Set<String> LAUNCHERS =
      Set.of(
          ("npx npm pnpm yarn bun bunx deno node uv uvx pipx python python3 py java jbang docker"
                  + " podman env sh bash cmd exec run tool dlx")
              .split(" "));

  private McpServers() {}

  /// Start them; the caller closes them. If one cannot be started none runs.
  ///
  /// @return the servers by their names, in the order of their commands
  /// @throws dev.corvid.tools.mcp.McpException if a command cannot be read or is no server
  static Map<String, ToolProvider> start(List<String> commands) {
    List<String> names = names(commands);
    Map<String, ToolProvider> started = new LinkedHashMap<>();
    try {
      for (int i = 0; i < names.size(); i++) {
        McpSettings settings = McpSettings.defaults().withName(names.get(i));
        started.put(names.get(i), McpTools.start(commands.get(i), settings));
      }
      return started;
    } catch (RuntimeException | Error e) {
      started.values().forEach(ToolProvider::close);
      throw e;
    }
  }

  /// A name for each command, in their order.
  ///
  /// @throws dev.corvid.tools.mcp.McpException.Command if a command cannot be read
  static List<String> names(List<String> commands) {
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (String command : commands) {
      String plain = plain(McpTools.parse(command));
      String name = plain;
      for (int i = 2; !taken.add(name); i++) {
        name = plain + "-" + i;
      }
      names.add(name);
    }
    return names;
  }

  /// The first word that says what is started; no option and no variable, which may be a secret.
  private static String plain(List<String> words) {
    return words.stream()
        .filter(word -> !word.startsWith("-") && !word.contains("="))
        .map(McpServers::file)
        .filter(name -> !name.isEmpty() && !LAUNCHERS.contains(name))
        .findFirst()
        .orElseGet(() -> file(words.getFirst()).isEmpty() ? "server" : file(words.getFirst()));
  }

  /// The last part of a path or of a package's name, without its ending.
  private static String file(String word) {
    String name =
        word.replaceAll(".*[/\\\\]", "")
            .replaceFirst("\\.[A-Za-z]{1,4}$", "")
            .replaceAll("[^A-Za-z0-9_-]+", "-")
            .replaceAll("^-+|-+$", "");
    return name.substring(0, Math.min(name.length(), MOST));
  }
}
