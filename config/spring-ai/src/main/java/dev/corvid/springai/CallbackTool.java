package dev.corvid.springai;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.execution.ToolExecutionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.node.ObjectNode;

/// A callback of Spring AI as a tool.
final class CallbackTool implements Tool {
  private static final Logger LOG = LoggerFactory.getLogger(CallbackTool.class);
  private static final String METHOD = "spring-ai/call";
  private static final int MAX_ARGUMENTS = 200_000;
  private static final int MAX_RESULT = 20_000;
  private static final int MAX_PROBLEM = 400;

  private final ToolCallback callback;
  private final ToolSpec spec;
  private final ObjectNode parameters;
  private final String url;

  CallbackTool(ToolCallback callback, ToolSpec spec) {
    this.callback = callback;
    this.spec = spec;
    this.parameters = Specs.parameters(callback.getToolDefinition());
    this.url = spec.origin() + "/" + URLEncoder.encode(spec.name(), StandardCharsets.UTF_8);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolRequest prepare(ToolCall call) {
    if (call.arguments().length() > MAX_ARGUMENTS) {
      throw wrong("the arguments have more than %,d characters".formatted(MAX_ARGUMENTS));
    }
    String text = call.arguments().isBlank() ? "{}" : call.arguments();
    ObjectNode arguments =
        Json.object(text)
            .orElseThrow(
                () ->
                    wrong("the arguments must be one JSON object, such as {\"name\": \"value\"}"));
    requireKnown(arguments);
    return new ToolRequest(
        call, spec.effect(), METHOD, url, Map.of(), arguments.toString(), Optional.empty());
  }

  /// The names only: the callback reads the values into its own types and says what does not fit.
  private void requireKnown(ObjectNode arguments) {
    for (JsonNode name : parameters.path("required")) {
      if (!arguments.has(name.asString(""))) {
        throw wrong("'%s' is missing".formatted(name.asString("")));
      }
    }
    if (parameters.path("additionalProperties").isBoolean()
        && !parameters.path("additionalProperties").booleanValue()) {
      for (String name : arguments.propertyNames()) {
        if (!parameters.path("properties").has(name)) {
          throw wrong("'%s' is not known".formatted(cut(name, MAX_PROBLEM)));
        }
      }
    }
  }

  private ToolArgumentsException wrong(String problem) {
    return new ToolArgumentsException(spec.name(), problem);
  }

  @Override
  public ToolResult call(ToolRequest request) {
    if (!request.method().equals(METHOD) || !request.url().equals(url)) {
      return ToolResult.error(
          "not sent",
          "The request is for %s, this tool is %s; nothing was sent."
              .formatted(cut(request.url(), MAX_PROBLEM), url));
    }
    try {
      return answered(callback.call(request.body()));
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        CancellationException cancelled = new CancellationException("interrupted in a tool");
        cancelled.initCause(e);
        throw cancelled;
      }
      LOG.debug("tool {} failed", spec.name(), e);
      return failed(e, request.effect());
    }
  }

  private static ToolResult answered(String text) {
    if (text == null || text.isBlank()) {
      return ToolResult.ok("ok", "[no content]");
    }
    String kept = cut(text, MAX_RESULT);
    if (kept.length() == text.length()) {
      return ToolResult.ok("ok", text);
    }
    String note = "\n[… %,d more characters left out]".formatted(text.length() - kept.length());
    return new ToolResult(ToolResult.Status.OK, "ok", kept + note, true, Set.of());
  }

  /// What a tool reports in its own words is an error that the model reads. What else goes wrong in
  /// a change may have happened half-way.
  private static ToolResult failed(RuntimeException e, Effect effect) {
    String why = cut(String.valueOf(e.getMessage()), MAX_PROBLEM);
    if (effect == Effect.READ || isReport(e) || isUnreadable(e)) {
      return ToolResult.error("tool error", why);
    }
    return ToolResult.unknown("The tool failed: %s. It may have happened.".formatted(why));
  }

  private static boolean isReport(RuntimeException e) {
    return e instanceof ToolExecutionException && e.getCause() instanceof RuntimeException;
  }

  /// Whether the arguments could not be read into the tool's types: then nothing was called.
  private static boolean isUnreadable(RuntimeException e) {
    if (e instanceof ToolExecutionException) {
      return false;
    }
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof MismatchedInputException || at instanceof StreamReadException) {
        return true;
      }
    }
    return false;
  }

  /// The beginning of a text, without half a character at its end.
  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }
}
