package dev.corvid.tools.mcp;

import com.networknt.schema.Error;
import dev.corvid.tools.internal.BoundedSchema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The schema of a tool's arguments, made harmless: nothing is fetched, what refers to itself ends,
/// and a check takes a limited number of steps. Thread-safe.
final class ArgumentSchema {
  private static final Logger log = LoggerFactory.getLogger(ArgumentSchema.class);
  private static final int MAX_LENGTH = 16_000;
  private static final int MAX_PROBLEMS = 3;
  private static final int MAX_PROBLEM = 160;

  private final String text;
  private final BoundedSchema schema;

  private ArgumentSchema(String text, BoundedSchema schema) {
    this.text = text;
    this.schema = schema;
  }

  /// @throws UnusableToolException if no arguments could be checked by it
  static ArgumentSchema of(JsonNode declared) throws UnusableToolException {
    if (!(declared instanceof ObjectNode object)) {
      throw new UnusableToolException("has no schema for its arguments");
    }
    if (Json.hasExtremeNumber(object)) {
      throw new UnusableToolException("has a number in its schema that is out of range");
    }
    ObjectNode clean = ofObject(SchemaCleaner.clean(object));
    if (Json.write(clean).length() > MAX_LENGTH) {
      clean = SchemaCleaner.withoutProse(clean);
    }
    String text = Json.write(clean);
    if (text.length() > MAX_LENGTH) {
      throw new UnusableToolException(
          "has a schema of %,d characters; at most %,d are read"
              .formatted(text.length(), MAX_LENGTH));
    }
    return tried(text, clean);
  }

  private static ObjectNode ofObject(ObjectNode schema) throws UnusableToolException {
    JsonNode type = schema.path("type");
    boolean object =
        type.isMissingNode()
            || type.stringValue("").equals("object")
            || type.valueStream().anyMatch(t -> t.stringValue("").equals("object"));
    if (!object) {
      throw new UnusableToolException("takes arguments that are no object");
    }
    return schema.put("type", "object");
  }

  /// What is wrong with a schema shows at the latest when it is used.
  private static ArgumentSchema tried(String text, ObjectNode clean) throws UnusableToolException {
    try {
      var schema = BoundedSchema.of(clean);
      schema.check(Json.MAPPER.createObjectNode());
      return new ArgumentSchema(text, schema);
    } catch (BoundedSchema.UndecidedException e) {
      throw new UnusableToolException("has a schema that refers to itself without end");
    } catch (RuntimeException e) {
      log.debug("A schema cannot be used", e);
      throw new UnusableToolException("has a schema that cannot be used: " + reason(e));
    }
  }

  /// The JSON text of the schema.
  String text() {
    return text;
  }

  /// What is wrong with arguments, on one short line; empty if they fit.
  Optional<String> problem(JsonNode arguments) {
    try {
      List<Error> errors = schema.check(arguments);
      return errors.isEmpty()
          ? Optional.empty()
          : Optional.of(
              errors.stream()
                  .map(ArgumentSchema::describe)
                  .distinct()
                  .limit(MAX_PROBLEMS)
                  .collect(Collectors.joining("; ")));
    } catch (BoundedSchema.UndecidedException e) {
      return Optional.of("the arguments are too many or nested too deeply");
    } catch (RuntimeException e) {
      log.debug("A schema cannot be used", e);
      return Optional.of("the arguments cannot be checked: " + reason(e));
    }
  }

  private static String describe(Error error) {
    String place = error.getInstanceLocation().toString();
    String message = place.isEmpty() ? error.getMessage() : place + ": " + error.getMessage();
    return Text.line(message, MAX_PROBLEM);
  }

  private static String reason(RuntimeException e) {
    return Text.line(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), 120);
  }
}
