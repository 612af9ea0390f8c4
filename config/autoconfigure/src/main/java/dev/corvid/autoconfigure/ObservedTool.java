package dev.corvid.autoconfigure;

import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/// A tool whose calls are observed: what is sent, not how a call is prepared.
///
/// @param isTold whether arguments and results are
record ObservedTool(Tool tool, ObservationRegistry registry, boolean isTold) implements Tool {
  @Override
  public ToolSpec spec() {
    return tool.spec();
  }

  @Override
  public ToolRequest prepare(ToolCall call) {
    return tool.prepare(call);
  }

  @Override
  public ToolResult call(ToolRequest request) {
    ToolCall call = request.call();
    Observation observation =
        Observation.createNotStarted(GenAi.TOOL_DURATION, registry)
            .contextualName("execute_tool " + call.tool())
            .lowCardinalityKeyValue(GenAi.OPERATION, "execute_tool")
            .lowCardinalityKeyValue(GenAi.TOOL_NAME, call.tool())
            .highCardinalityKeyValue("gen_ai.tool.type", "function")
            .highCardinalityKeyValue("gen_ai.tool.call.id", call.id());
    if (isTold) {
      observation.highCardinalityKeyValue("gen_ai.tool.call.arguments", call.arguments());
    }
    return Observed.in(observation, () -> sent(request, observation));
  }

  private ToolResult sent(ToolRequest request, Observation observation) {
    ToolResult result = tool.call(request);
    switch (result.status()) {
      case OK -> {}
      case ERROR -> observation.lowCardinalityKeyValue(GenAi.ERROR_TYPE, "error");
      case UNKNOWN -> observation.lowCardinalityKeyValue(GenAi.ERROR_TYPE, "unknown");
    }
    if (isTold) {
      observation.highCardinalityKeyValue("gen_ai.tool.call.result", result.text());
    }
    return result;
  }
}
