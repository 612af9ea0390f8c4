package dev.corvid.test;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A tool that answers what a test tells it to, and remembers what was sent to it and what came of
/// it. Thread-safe if its function is.
///
/// ```java
/// var add = ScriptedTool.writing("addPet").taking("name")
///     .answering(arguments -> ToolResult.ok("201", "{\"id\": 7}"));
/// ```
public final class ScriptedTool implements Tool {
  private static final String ORIGIN = "https://api.test";

  private final ToolSpec spec;
  private final Optional<String> keyHeader;
  private final Function<ToolRequest, ToolResult> answers;
  private final List<ToolRequest> received = new ArrayList<>();
  private final List<ToolRequest> done = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  private ScriptedTool(
      ToolSpec spec, Optional<String> keyHeader, Function<ToolRequest, ToolResult> answers) {
    this.spec = spec;
    this.keyHeader = keyHeader;
    this.answers = answers;
  }

  /// A tool that looks, takes nothing and finds an empty object.
  public static ScriptedTool reading(String name) {
    return new ScriptedTool(spec(name, Effect.READ), Optional.empty(), answer("200"));
  }

  /// A tool that changes something, takes nothing and says that it is done.
  public static ScriptedTool writing(String name) {
    return new ScriptedTool(spec(name, Effect.WRITE), Optional.empty(), answer("204"));
  }

  private static ToolSpec spec(String name, Effect effect) {
    return new ToolSpec(name, "", "{\"type\":\"object\"}", effect, ORIGIN, List.of());
  }

  private static Function<ToolRequest, ToolResult> answer(String code) {
    return request -> ToolResult.ok(code, "{}");
  }

  /// The same tool, taking these texts, all of them required.
  public ScriptedTool taking(String... names) {
    ObjectNode schema = JsonMapper.shared().createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    var required = schema.putArray("required");
    for (String name : names) {
      properties.putObject(name).put("type", "string");
      required.add(name);
    }
    return withSchema(schema.toString());
  }

  /// The same tool with a JSON Schema of its own. Only what it declares and requires is checked.
  public ScriptedTool withSchema(String schema) {
    return new ScriptedTool(
        new ToolSpec(
            spec.name(), spec.description(), schema, spec.effect(), spec.origin(), spec.keywords()),
        keyHeader,
        answers);
  }

  /// The same tool at another origin, `https://api.test` at first.
  public ScriptedTool at(String origin) {
    return new ScriptedTool(
        new ToolSpec(
            spec.name(),
            spec.description(),
            spec.parameters(),
            spec.effect(),
            origin,
            spec.keywords()),
        keyHeader,
        answers);
  }

  /// The same tool, recognising a request that is repeated by the key in this header.
  public ScriptedTool recognising(String header) {
    return new ScriptedTool(spec, Optional.of(header), answers);
  }

  /// The same tool with answers by a function of the arguments.
  public ScriptedTool answering(Function<JsonNode, ToolResult> value) {
    return sending(request -> value.apply(JsonMapper.shared().readTree(request.body())));
  }

  /// The same tool with one answer of status 200.
  public ScriptedTool answering(String text) {
    return answering(arguments -> ToolResult.ok("200", text));
  }

  /// The same tool, handing each request to a function that may really send it.
  public ScriptedTool sending(Function<ToolRequest, ToolResult> value) {
    return new ScriptedTool(spec, keyHeader, value);
  }

  /// What was sent, in its order.
  public List<ToolRequest> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /// What was carried out, in its order: not what was answered with an error, and not again what
  /// was recognised.
  public List<ToolRequest> done() {
    synchronized (received) {
      return List.copyOf(done);
    }
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolRequest prepare(ToolCall call) {
    JsonNode arguments = arguments(call);
    JsonNode schema = JsonMapper.shared().readTree(spec.parameters());
    for (JsonNode name : schema.path("required")) {
      if (!arguments.has(name.asString(""))) {
        throw new ToolArgumentsException(spec.name(), "'%s' is missing".formatted(name.asString()));
      }
    }
    for (String name : arguments.propertyNames()) {
      if (!schema.path("properties").has(name)) {
        throw new ToolArgumentsException(spec.name(), "'%s' is not known".formatted(name));
      }
    }
    return new ToolRequest(
        call,
        spec.effect(),
        spec.effect() == Effect.READ ? "GET" : "POST",
        spec.origin() + "/" + spec.name(),
        keyHeader.map(header -> Map.of(header, "key of " + call.id())).orElse(Map.of()),
        arguments.toString(),
        keyHeader);
  }

  private JsonNode arguments(ToolCall call) {
    try {
      JsonNode arguments = JsonMapper.shared().readTree(call.arguments());
      if (arguments.isObject()) {
        return arguments;
      }
    } catch (JacksonException e) {
      // Said below.
    }
    throw new ToolArgumentsException(spec.name(), "the arguments are no JSON object");
  }

  @Override
  public ToolResult call(ToolRequest request) {
    synchronized (received) {
      received.add(request);
    }
    ToolResult result = answers.apply(request);
    synchronized (received) {
      boolean isNew = keyHeader.map(header -> keys.add(key(request, header))).orElse(true);
      if (isNew && result.status() != ToolResult.Status.ERROR) {
        done.add(request);
      }
    }
    return result;
  }

  private static String key(ToolRequest request, String header) {
    return request.headers().getOrDefault(header, "");
  }
}
