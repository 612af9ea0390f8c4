/// Any REST API as tools, from its OpenAPI document. Start with [Specification], [RestSettings] and
/// [RestTools].
///
/// ```java
/// Specification shop = Specification.read(Path.of("shop.yaml"));
/// try (RestTools tools = RestTools.of(shop, RestSettings.defaults())) {
///   Tool tool = tools.tools().getFirst();
///   ToolRequest request = tool.prepare(new ToolCall("1", tool.spec().name(), "{\"id\":7}"));
///   System.out.println(tool.call(request).text()); // {"id":7,"name":"Rex"}
/// }
/// ```
@NullMarked
package dev.corvid.tools;

import org.jspecify.annotations.NullMarked;
