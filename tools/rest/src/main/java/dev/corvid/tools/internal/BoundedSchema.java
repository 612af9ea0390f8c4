package dev.corvid.tools.internal;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON Schema (2020-12, or what it names itself) that somebody else had a hand in: nothing is
/// fetched for it, what refers to itself ends, and a check takes a limited number of steps.
/// Thread-safe.
public final class BoundedSchema {
  private static final int MOST_STEPS = 1_000_000;
  private static final int MOST_DEPTH = 500;

  /// The validator needs one for `$dynamicRef`.
  private static final SchemaLocation LOCATION = SchemaLocation.of("urn:corvid:arguments");

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry
                  .schemaCacheEnabled(false)
                  .schemaLoader(loader -> loader.allow(iri -> isDialect(iri.toString())))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .regularExpressionFactory(BoundedPattern::of)
                          .formatAssertionsEnabled(false)
                          .locale(Locale.ROOT)
                          .build()));

  private static final ExecutionConfig LIMITS =
      ExecutionConfig.builder()
          .maxEvaluationSteps(MOST_STEPS)
          .maxEvaluationDepth(MOST_DEPTH)
          .build();

  private final Schema schema;

  private BoundedSchema(Schema schema) {
    this.schema = schema;
  }

  /// A schema that cannot be used may show here or at the first check, by what the validator
  // throws.
  public static BoundedSchema of(ObjectNode schema) {
    try {
      return new BoundedSchema(REGISTRY.getSchema(LOCATION, schema));
    } catch (StackOverflowError e) {
      throw new UndecidedException(e);
    }
  }

  /// Whether the text names a version of JSON Schema.
  public static boolean isDialect(String id) {
    return SpecificationVersion.fromDialectId(id).isPresent();
  }

  /// What is wrong with a value.
  ///
  /// @throws UndecidedException if the limits do not suffice to tell
  public List<Error> check(JsonNode value) {
    try {
      return BoundedPattern.limited(
          () -> schema.validate(value, context -> context.setExecutionConfig(LIMITS)));
    } catch (ValidationLimitExceededException | StackOverflowError e) {
      throw new UndecidedException(e);
    }
  }

  /// A check took too many steps, or went too deep.
  public static final class UndecidedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private UndecidedException(Throwable cause) {
      super("the check takes more than %,d steps".formatted(MOST_STEPS), cause);
    }
  }
}
