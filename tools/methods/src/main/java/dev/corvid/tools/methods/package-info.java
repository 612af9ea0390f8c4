/// Tools that are methods of the application: [CorvidTool] marks them, [MethodTools] finds them.
///
/// ```java
/// class Stock {
///   @CorvidTool(description = "Say how many pieces of an article are in stock", effect = READ)
///   int pieces(@ToolParameter("the number of the article") String article) { … }
/// }
///
/// List<Tool> tools = MethodTools.of(new Stock());
/// ```
@NullMarked
package dev.corvid.tools.methods;

import org.jspecify.annotations.NullMarked;
