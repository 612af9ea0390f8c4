package dev.corvid.shell;

import dev.corvid.agent.Agent;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import dev.corvid.agent.spi.ToolProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The tools of a run with what they come from; closing it ends what was started.
///
/// @param apis the tools of specifications
/// @param servers MCP servers by their names, in order
record OpenTools(List<ToolProvider> apis, Map<String, ToolProvider> servers)
    implements AutoCloseable {
  private static final int MOST_NAME = 64;

  OpenTools {
    apis = List.copyOf(apis);
    servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
  }

  /// The tools of specifications: what the configuration says of an API is about these only.
  List<Tool> ofApis() {
    return apis.stream().flatMap(api -> api.tools().stream()).toList();
  }

  /// All tools, each under a name of its own. A tool of a server whose name another one has too is
  /// told apart by the name of its server: `files_search`.
  List<Tool> tools() {
    List<Tool> tools = new ArrayList<>(ofApis());
    Set<String> taken = new HashSet<>(Set.of(Agent.SEARCH_TOOL));
    tools.forEach(tool -> taken.add(tool.spec().name()));
    Map<String, Integer> uses = new HashMap<>();
    taken.forEach(name -> uses.merge(name, 1, Integer::sum));
    ofServers().forEach(tool -> uses.merge(tool.spec().name(), 1, Integer::sum));
    taken.addAll(uses.keySet());
    servers.forEach(
        (server, provider) -> {
          for (Tool tool : provider.tools()) {
            boolean alone = uses.getOrDefault(tool.spec().name(), 0) == 1;
            tools.add(alone ? tool : Named.of(tool, free(server, tool, taken)));
          }
        });
    return tools;
  }

  private Stream<Tool> ofServers() {
    return servers.values().stream().flatMap(server -> server.tools().stream());
  }

  private static String free(String server, Tool tool, Set<String> taken) {
    String whole = server + "_" + tool.spec().name();
    String name = whole.substring(0, Math.min(whole.length(), MOST_NAME));
    for (int i = 2; !taken.add(name); i++) {
      String number = "_" + i;
      int room = MOST_NAME - number.length();
      name = whole.substring(0, Math.min(whole.length(), room)) + number;
    }
    return name;
  }

  @Override
  public void close() {
    Stream.concat(apis.stream(), servers.values().stream()).forEach(ToolProvider::close);
  }

  /// A tool under another name.
  private record Named(Tool tool, ToolSpec spec) implements Tool {
    static Tool of(Tool tool, String name) {
      ToolSpec spec = tool.spec();
      return new Named(
          tool,
          new ToolSpec(
              name,
              spec.description(),
              spec.parameters(),
              spec.effect(),
              spec.origin(),
              spec.keywords()));
    }

    @Override
    public ToolRequest prepare(ToolCall call) {
      return tool.prepare(call);
    }

    @Override
    public ToolResult call(ToolRequest request) {
      return tool.call(request);
    }
  }
}
