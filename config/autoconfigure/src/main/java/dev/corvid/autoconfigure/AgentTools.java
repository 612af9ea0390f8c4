package dev.corvid.autoconfigure;

import dev.corvid.agent.ToolPolicy;
import dev.corvid.agent.spi.Tool;
import java.util.List;
import java.util.Map;

/// What the agent may call: the operations of the configured APIs, marked methods of beans, and
/// beans that are tools themselves.
///
/// @param tools all of them
/// @param policies what the configuration says about tools of APIs, by their names
public record AgentTools(List<Tool> tools, Map<String, ToolPolicy> policies) {
  public AgentTools {
    tools = List.copyOf(tools);
    policies = Map.copyOf(policies);
  }
}
