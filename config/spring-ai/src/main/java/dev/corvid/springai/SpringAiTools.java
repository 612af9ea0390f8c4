package dev.corvid.springai;

import dev.corvid.agent.Effect;
import dev.corvid.agent.spi.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/// Tools of Spring AI as tools of Corvid.
///
/// Spring AI does not say what a tool changes, so each counts as a change that has to be approved,
/// unless somebody who knows says that it only reads. Nor does it say what a tool talks to: each is
/// an origin of its own, `spring-ai:` and its name, so that what one of them returned goes to
/// another only after approval. What they return is untrusted like anything that is read.
///
/// A request is journalled with its arguments and is all that is needed to make the call, also
/// after a restart. A tool whose method needs a `ToolContext` cannot be called.
public final class SpringAiTools {
  private static final String ORIGIN = "spring-ai:";

  private SpringAiTools() {}

  /// Tools that all may change something.
  ///
  /// @throws IllegalArgumentException if two have the same name, or parameters are no JSON object
  public static List<Tool> from(ToolCallback... callbacks) {
    return from(List.of(callbacks), tool -> false);
  }

  /// Tools, some of which only read.
  ///
  /// @param reads whether a tool changes nothing, whatever its arguments
  public static List<Tool> from(List<ToolCallback> callbacks, Predicate<ToolDefinition> reads) {
    return from(callbacks, reads, tool -> ORIGIN + tool.name());
  }

  /// Tools, some of which belong together.
  ///
  /// @param origins what a tool talks to; what was read from one origin goes to another only after
  ///   approval
  public static List<Tool> from(
      List<ToolCallback> callbacks,
      Predicate<ToolDefinition> reads,
      Function<ToolDefinition, String> origins) {
    Map<String, String> names =
        LegalNames.of(
            callbacks.stream().map(callback -> callback.getToolDefinition().name()).toList());
    List<Tool> tools = new ArrayList<>();
    for (ToolCallback callback : callbacks) {
      ToolDefinition definition = callback.getToolDefinition();
      Effect effect = reads.test(definition) ? Effect.READ : Effect.WRITE;
      String name = names.getOrDefault(definition.name(), definition.name());
      tools.add(
          new CallbackTool(
              callback, Specs.of(name, definition, effect, origins.apply(definition))));
    }
    return List.copyOf(tools);
  }
}
