package dev.corvid.agent;

import java.util.Objects;

/// What a generated text must be. A model that generates under a constraint cannot write anything
/// else: see [dev.corvid.agent.spi.LanguageModel#generate].
public sealed interface Constraint {
  /// Any text.
  Constraint NONE = new None();

  /// Any text.
  record None() implements Constraint {}

  /// One JSON text that is valid under a JSON Schema.
  ///
  /// Strict or not decides about keywords that a model cannot enforce while it writes, such as
  /// `pattern`: a strict schema is refused because of them, another one is enforced without them,
  /// and [SchemaKeywords] lists what remains to be checked in the finished text.
  ///
  /// @param schema the schema as JSON text
  /// @param strict whether the schema is refused unless all of it can be enforced
  record JsonSchema(String schema, boolean strict) implements Constraint {
    public JsonSchema {
      Objects.requireNonNull(schema, "schema");
    }

    /// All of the schema, or a refusal that names the keyword.
    public static JsonSchema strict(String schema) {
      return new JsonSchema(schema, true);
    }

    /// As much of the schema as can be enforced.
    public static JsonSchema lenient(String schema) {
      return new JsonSchema(schema, false);
    }
  }
}
