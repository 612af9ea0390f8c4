package dev.corvid.springai;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.Tool;
import java.util.Optional;
import java.util.UUID;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/// A tool as a callback of Spring AI. Whatever goes wrong is a text that the model reads.
final class ApprovedCallback implements ToolCallback {
  private static final String REASON = "it changes something";

  private final Tool tool;
  private final Approver approver;
  private final ToolDefinition definition;

  ApprovedCallback(Tool tool, Approver approver) {
    this.tool = tool;
    this.approver = approver;
    ToolSpec spec = tool.spec();
    this.definition =
        ToolDefinition.builder()
            .name(spec.name())
            .description(spec.description())
            .inputSchema(spec.parameters())
            .build();
  }

  @Override
  public ToolDefinition getToolDefinition() {
    return definition;
  }

  @Override
  public String call(String toolInput) {
    ToolCall call = new ToolCall("spring-ai-" + UUID.randomUUID(), definition.name(), toolInput);
    ToolRequest request;
    try {
      request = tool.prepare(call);
    } catch (ToolArgumentsException e) {
      return "Not called. %s. Correct the arguments.".formatted(e.getMessage());
    }
    // The effect of the request: a tool may say of one call what it cannot say of all.
    if (request.effect() == Effect.WRITE) {
      Optional<Boolean> word = approver.approve(request, REASON);
      if (word.isEmpty()) {
        return "Not called: %s changes something, and nobody is there to allow it."
            .formatted(definition.name());
      }
      if (!word.get()) {
        return "Not called: the user does not allow it. Do not try again.";
      }
    }
    return text(tool.call(request));
  }

  private static String text(ToolResult result) {
    return switch (result.status()) {
      case OK -> result.text();
      case ERROR -> "Error (%s): %s".formatted(result.code(), result.text());
      case UNKNOWN ->
          "It is not known whether this happened, do not repeat it: %s".formatted(result.text());
    };
  }
}
