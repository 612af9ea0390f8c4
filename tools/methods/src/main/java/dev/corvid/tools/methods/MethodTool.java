package dev.corvid.tools.methods;

import dev.corvid.agent.JavaSchema;
import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One method of one object. What it returns is told to the model as JSON; what it throws is an
/// error that the model reads, by its message.
final class MethodTool implements Tool {
  private static final String METHOD = "CALL";
  private static final int MOST_ARGUMENTS = 200_000;
  private static final int MOST_TEXT = 20_000;
  private static final int MOST_MESSAGE = 300;

  /// Strict: a model's text is not to become a number, nor half an object a whole one.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Object target;
  private final Method method;
  private final List<Argument> arguments;
  private final ToolSpec spec;

  /// A parameter of the method.
  private record Argument(String name, Parameter parameter) {
    boolean isOptional() {
      return parameter.getType() == Optional.class;
    }

    /// What the model writes: of an optional one its value.
    Type type() {
      Type type = parameter.getParameterizedType();
      return isOptional() && type instanceof ParameterizedType optional
          ? optional.getActualTypeArguments()[0]
          : type;
    }
  }

  private MethodTool(Object target, Method method, List<Argument> arguments, ToolSpec spec) {
    this.target = target;
    this.method = method;
    this.arguments = arguments;
    this.spec = spec;
  }

  /// @throws IllegalArgumentException if the method cannot be a tool
  static MethodTool of(Object target, Method method) {
    CorvidTool marked = method.getAnnotation(CorvidTool.class);
    List<Argument> arguments = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      arguments.add(new Argument(name(method, parameter), parameter));
    }
    String name = marked.name().isEmpty() ? method.getName() : marked.name();
    ToolSpec spec =
        new ToolSpec(
            name,
            marked.description(),
            schema(arguments),
            marked.effect(),
            "java:" + method.getDeclaringClass().getName(),
            List.of());
    method.setAccessible(true);
    return new MethodTool(target, method, arguments, spec);
  }

  private static String name(Method method, Parameter parameter) {
    ToolParameter told = parameter.getAnnotation(ToolParameter.class);
    if (told != null && !told.name().isEmpty()) {
      return told.name();
    }
    if (!parameter.isNamePresent()) {
      throw new IllegalArgumentException(
          "%s has a parameter without a name: compile with -parameters, or name it in @ToolParameter"
              .formatted(method));
    }
    return parameter.getName();
  }

  private static String schema(List<Argument> arguments) {
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    List<String> required = new ArrayList<>();
    for (Argument argument : arguments) {
      JsonNode type = JSON.readTree(JavaSchema.of(argument.type()));
      ToolParameter told = argument.parameter().getAnnotation(ToolParameter.class);
      if (told != null && !told.value().isEmpty() && type instanceof ObjectNode object) {
        object.put("description", told.value());
      }
      properties.set(argument.name(), type);
      if (!argument.isOptional()) {
        required.add(argument.name());
      }
    }
    required.forEach(schema.putArray("required")::add);
    schema.put("additionalProperties", false);
    return schema.toString();
  }

  /// The method as an error names it.
  String label() {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolRequest prepare(ToolCall call) {
    ObjectNode given = object(call.arguments());
    for (String name : given.propertyNames()) {
      if (arguments.stream().noneMatch(argument -> argument.name().equals(name))) {
        throw new ToolArgumentsException(spec.name(), "there is no parameter '%s'".formatted(name));
      }
    }
    values(given);
    return new ToolRequest(
        call, spec.effect(), METHOD, url(), Map.of(), given.toString(), Optional.empty());
  }

  private String url() {
    return spec.origin() + "#" + method.getName();
  }

  private ObjectNode object(String text) {
    if (text.length() > MOST_ARGUMENTS) {
      throw new ToolArgumentsException(
          spec.name(), "the arguments have more than %,d characters".formatted(MOST_ARGUMENTS));
    }
    try {
      if (JSON.readTree(text.isBlank() ? "{}" : text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // The same as any other JSON that is no object.
    }
    throw new ToolArgumentsException(
        spec.name(), "the arguments must be one JSON object, such as {\"name\": \"value\"}");
  }

  private @Nullable Object[] values(ObjectNode given) {
    @Nullable Object[] values = new Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(arguments.get(i), given.path(arguments.get(i).name()));
    }
    return values;
  }

  private @Nullable Object value(Argument argument, JsonNode given) {
    boolean missing = given.isMissingNode() || given.isNull();
    if (missing && argument.isOptional()) {
      return Optional.empty();
    }
    if (missing) {
      throw new ToolArgumentsException(
          spec.name(), "the parameter '%s' is missing".formatted(argument.name()));
    }
    try {
      var type = JSON.constructType(argument.parameter().getParameterizedType());
      return JSON.readerFor(type).readValue(given);
    } catch (JacksonException e) {
      throw new ToolArgumentsException(
          spec.name(),
          "'%s' must be %s, got %s"
              .formatted(
                  argument.name(),
                  argument.type().getTypeName().replaceFirst(".*[.$]", ""),
                  cut(given.toString(), 100)));
    }
  }

  @Override
  public ToolResult call(ToolRequest request) {
    if (!request.method().equals(METHOD) || !request.url().equals(url())) {
      return ToolResult.error(
          "not sent",
          "The request is for %s, this tool is %s; nothing was called."
              .formatted(cut(request.url(), 200), url()));
    }
    try {
      return result(method.invoke(target, values(object(request.body()))));
    } catch (InvocationTargetException e) {
      return failure(e.getCause() == null ? e : e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("no access to " + label(), e);
    }
  }

  private ToolResult result(@Nullable Object value) {
    if (method.getReturnType() == void.class) {
      return ToolResult.ok("done", "(done, no content)");
    }
    JsonNode json = JSON.valueToTree(value);
    String text = json.isString() ? json.stringValue() : json.toString();
    boolean cut = text.length() > MOST_TEXT;
    return new ToolResult(
        ToolResult.Status.OK, "done", cut ? cut(text, MOST_TEXT) : text, cut, numbers(json));
  }

  /// The numbers and switches of a result: no instruction fits into them.
  private static Set<String> numbers(JsonNode json) {
    Set<String> numbers = new HashSet<>();
    collect(json, numbers);
    return numbers;
  }

  private static void collect(JsonNode json, Set<String> numbers) {
    if (json.isNumber() || json.isBoolean()) {
      numbers.add(json.asString());
    }
    json.valueStream().forEach(child -> collect(child, numbers));
  }

  private static ToolResult failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof CancellationException cancelled) {
      throw cancelled;
    }
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("the call was interrupted");
      cancelled.initCause(cause);
      throw cancelled;
    }
    String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return ToolResult.error(
        cause.getClass().getSimpleName(),
        cut(cause.getClass().getSimpleName() + message, MOST_MESSAGE));
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  @Override
  public String toString() {
    return label();
  }
}
