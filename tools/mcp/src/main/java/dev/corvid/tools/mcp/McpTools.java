package dev.corvid.tools.mcp;

import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import dev.corvid.agent.spi.ToolProvider;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The tools of an MCP server, which runs as a process of its own until this is closed.
///
/// A server that dies is started again by the next call, once; a call that it took along is an
/// ERROR if it only reads, else UNKNOWN. The tools are listed once, at the start. That a tool only
/// reads, and what the server is called, is the server's own word ([McpSettings#withName] sets the
/// name). Thread-safe.
public final class McpTools implements ToolProvider {
  private static final int MAX_NAME = 64;

  private final Server server;
  private final String origin;
  private final List<Tool> tools;
  private final List<Skipped> skipped;

  private McpTools(Server server, McpSettings settings) {
    this.server = server;
    Connection connection = server.running();
    ToolListing listing = ToolListing.of(connection);
    connection.settle();
    this.origin = "mcp:" + UrlPart.encode(name(settings, connection));
    this.tools = tools(listing.declarations(), new Results(settings.maxResultLength()));
    this.skipped = List.copyOf(listing.skipped());
  }

  /// Start a server by a command line, which [#parse(String)] splits, and list its tools.
  ///
  /// @throws McpException if it cannot be started or does not list its tools in time
  /// @throws java.util.concurrent.CancellationException if the thread is interrupted
  public static McpTools start(String commandLine, McpSettings settings) {
    return start(parse(commandLine), settings);
  }

  /// Start a server by its program and arguments, and list its tools.
  ///
  /// @throws McpException if it cannot be started or does not list its tools in time
  /// @throws java.util.concurrent.CancellationException if the thread is interrupted
  public static McpTools start(List<String> command, McpSettings settings) {
    Objects.requireNonNull(settings, "settings");
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw new IllegalArgumentException("command must name a program, got " + command);
    }
    var server = new Server(command, settings);
    boolean listed = false;
    try {
      var tools = new McpTools(server, settings);
      listed = true;
      return tools;
    } finally {
      if (!listed) {
        server.close();
      }
    }
  }

  /// The words of a command line by the quoting rules of a POSIX shell: blanks separate, `'…'` and
  /// `"…"` keep together, `\` takes the next character as it is (on Windows it separates folders
  /// instead). No shell is involved: variables, wildcards, pipes and `;` mean nothing.
  ///
  /// @throws McpException.Command if a quote does not end or there is no word
  public static List<String> parse(String commandLine) {
    return CommandLine.split(commandLine, File.separatorChar != '\\');
  }

  /// What the tools talk to, `mcp:NAME`.
  public String origin() {
    return origin;
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public List<Skipped> skipped() {
    return skipped;
  }

  /// End the server and all that it started. A call that is waiting ends as if the server had died.
  @Override
  public void close() {
    server.close();
  }

  private static String name(McpSettings settings, Connection connection) {
    String own = Json.text(connection.greeting().path("serverInfo"), "name");
    String name = Text.line(settings.name().isBlank() ? own : settings.name(), MAX_NAME);
    return name.isEmpty() ? "server" : name;
  }

  private List<Tool> tools(Map<String, Declaration> declarations, Results results) {
    Map<String, String> names = ToolNames.of(declarations.keySet());
    List<Tool> list = new ArrayList<>();
    declarations.forEach(
        (original, declaration) -> {
          String name = Objects.requireNonNull(names.get(original));
          ToolSpec spec = declaration.spec(name, origin);
          list.add(new McpTool(spec, declaration, server, results));
        });
    return List.copyOf(list);
  }
}
