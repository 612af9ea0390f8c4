package dev.corvid.springai;

import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.Tool;
import java.util.List;
import org.springframework.ai.tool.ToolCallback;

/// Tools of Corvid as tools of Spring AI, for `ChatClient`.
///
/// What is read is read at once. A change needs the user's word for exactly what would be sent:
/// without it, nothing is sent and the model is told so. Spring AI keeps no journal and does not
/// follow what was read where, so these tools have less protection than in a
/// [dev.corvid.agent.Agent]: a read may carry what another one returned to somewhere else.
public final class CorvidTools {
  private CorvidTools() {}

  /// Tools that refuse each change.
  public static ToolCallback[] callbacks(List<Tool> tools) {
    return callbacks(tools, Approver.ABSENT);
  }

  /// @param approver has the user's word on each change; asked on the thread that calls the tool
  public static ToolCallback[] callbacks(List<Tool> tools, Approver approver) {
    return tools.stream()
        .map(tool -> new ApprovedCallback(tool, approver))
        .toArray(ToolCallback[]::new);
  }
}
