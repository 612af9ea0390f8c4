package dev.corvid.tools;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.tools.internal.BoundedSchema;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads the arguments of calls of one tool: JSON by the book, harmless slips mended, the rest
/// checked against the schema. Thread-safe.
final class ArgumentReader {
  private static final int MOST_CHARACTERS = 200_000;
  private static final int MOST_DEPTH = 100;
  private static final int MOST_EXPONENT = 400;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final ObjectNode schemaNode;
  private final BoundedSchema schema;
  private final Coercion coercion;

  ArgumentReader(ObjectNode schema) {
    this.schemaNode = schema;
    this.schema = BoundedSchema.of(schema);
    this.coercion = new Coercion(schema);
  }

  /// @throws ToolArgumentsException if they are no JSON object or do not fit the schema
  ObjectNode read(ToolCall call) {
    ObjectNode given = parse(call);
    ObjectNode mended = Nodes.object(coercion.mend(given, schemaNode)).orElse(given);
    try {
      List<Error> errors = schema.check(mended);
      if (!errors.isEmpty()) {
        throw new ToolArgumentsException(
            call.tool(), new Problems(schemaNode, mended).describe(errors));
      }
    } catch (SchemaException | BoundedSchema.UndecidedException e) {
      throw new ToolArgumentsException(
          call.tool(), "the arguments cannot be checked: " + Texts.describe(message(e), 120));
    }
    return mended;
  }

  private static ObjectNode parse(ToolCall call) {
    String text = call.arguments();
    if (text.length() > MOST_CHARACTERS) {
      throw new ToolArgumentsException(
          call.tool(), "the arguments must have at most %d characters".formatted(MOST_CHARACTERS));
    }
    try {
      JsonNode node = MAPPER.readTree(text);
      ObjectNode object =
          Nodes.object(node)
              .orElseThrow(
                  () ->
                      new ToolArgumentsException(
                          call.tool(),
                          "the arguments must be a JSON object such as {\"name\": \"value\"}, got "
                              + Problems.show(node)));
      requireUsableNumbers(call, object);
      return object;
    } catch (JacksonException e) {
      throw new ToolArgumentsException(
          call.tool(),
          "the arguments must be a JSON object: "
              + Texts.describe(String.valueOf(e.getOriginalMessage()), 120));
    }
  }

  /// To calculate with `1e999999999` would take for ever.
  private static void requireUsableNumbers(ToolCall call, JsonNode node) {
    if (node.isBigDecimal() || node.isBigInteger()) {
      BigDecimal value = node.decimalValue();
      if (Math.abs((long) value.scale()) > MOST_EXPONENT || value.precision() > MOST_EXPONENT) {
        throw new ToolArgumentsException(
            call.tool(), "the number %s is out of range".formatted(Problems.show(node)));
      }
    }
    node.forEach(child -> requireUsableNumbers(call, child));
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
