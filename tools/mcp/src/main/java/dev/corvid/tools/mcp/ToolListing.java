package dev.corvid.tools.mcp;

import dev.corvid.agent.spi.ToolProvider.Skipped;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.PaginatedRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Lists the tools of a server, page by page, until it names no further page.
final class ToolListing {
  private static final int MAX_TOOLS = 2_000;
  private static final int MAX_PAGES = 1_000;

  private final Map<String, Declaration> declarations = new LinkedHashMap<>();
  private final List<Skipped> skipped = new ArrayList<>();

  private ToolListing() {}

  /// @throws McpException.Start if the server does not list them in time
  static ToolListing of(Connection connection) {
    var listing = new ToolListing();
    if (connection.greeting().path("capabilities").has("tools")) {
      listing.read(connection);
    } else {
      listing.skip(McpSchema.METHOD_TOOLS_LIST, "the server says that it has no tools");
    }
    return listing;
  }

  /// By the names that the server gives them, in its order.
  Map<String, Declaration> declarations() {
    return declarations;
  }

  List<Skipped> skipped() {
    return skipped;
  }

  private void read(Connection connection) {
    var cursors = new LinkedHashSet<String>(Set.of(""));
    while (cursors.size() <= MAX_PAGES) {
      JsonNode page = page(connection, cursors.getLast());
      page.path("tools").forEach(this::add);
      String next = Json.text(page, "nextCursor");
      if (next.isEmpty()) {
        return;
      }
      if (!cursors.add(next)) {
        skip(McpSchema.METHOD_TOOLS_LIST, "the server names the same page twice");
        return;
      }
    }
    skip(McpSchema.METHOD_TOOLS_LIST, "at most %,d pages are read".formatted(MAX_PAGES));
  }

  private static JsonNode page(Connection connection, String cursor) {
    Object request = cursor.isEmpty() ? Map.of() : new PaginatedRequest(cursor, null);
    return connection.require(
        connection.request(McpSchema.METHOD_TOOLS_LIST, request, connection.startTimeLeft()),
        "list its tools");
  }

  private void add(JsonNode tool) {
    String name = Json.text(tool, "name");
    if (!Declaration.isName(name)) {
      skip(name, "it has no name that could be used");
    } else if (declarations.containsKey(name)) {
      skip(name, "it is declared twice");
    } else if (declarations.size() == MAX_TOOLS) {
      skip(name, "at most %,d tools are taken".formatted(MAX_TOOLS));
    } else {
      try {
        declarations.put(name, Declaration.of(tool));
      } catch (UnusableToolException e) {
        skip(name, "it " + e.getMessage());
      }
    }
  }

  private void skip(String operation, String why) {
    if (skipped.size() < MAX_TOOLS) {
      skipped.add(new Skipped(Text.line(operation, 100), why));
    }
  }
}
