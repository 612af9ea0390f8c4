/// Tools of MCP servers: a server is a program that is started and spoken to over its standard
/// streams. Start with [McpTools], [McpSettings] and [McpException].
///
/// ```java
/// try (var tools = McpTools.start("npx -y some-server '/my documents'", McpSettings.defaults())) {
///   Tool tool = tools.tools().getFirst();
///   ToolRequest request = tool.prepare(new ToolCall("run-1", tool.spec().name(), "{}"));
///   String text = tool.call(request).text();
/// }
/// ```
///
/// A user trusts the programs that he starts, not what they send: every message is limited in
/// size, what is no tool is passed over with a reason, and nothing that a server answers becomes an
/// exception of a call.
@NullMarked
package dev.corvid.tools.mcp;

import org.jspecify.annotations.NullMarked;
