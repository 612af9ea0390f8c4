package dev.corvid.agent;

import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.lang.reflect.Type;
import java.util.Optional;

/// The JSON Schema of Java types: what a model may write that is to become one of them. Everything
/// but an [Optional] is required, in the order of declaration.
public final class JavaSchema {
  private JavaSchema() {}

  /// The schema of a record, a list of them, an enum or a simple type, as JSON text.
  ///
  /// @throws IllegalArgumentException if the type has itself as a part, or none of its values can
  ///   be written as JSON
  public static String of(Type type) {
    try {
      return generator().generateSchema(type).toString();
    } catch (IllegalStateException | IllegalArgumentException | StackOverflowError e) {
      throw new IllegalArgumentException(
          "no JSON Schema can be made of %s: it must be a record, an enum, a list or a simple type, not part of itself"
              .formatted(type.getTypeName()),
          e);
    }
  }

  private static SchemaGenerator generator() {
    SchemaGeneratorConfigBuilder builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.INLINE_ALL_SCHEMAS, Option.FLATTENED_OPTIONALS)
            .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT)
            .without(Option.SCHEMA_VERSION_INDICATOR);
    builder
        .forFields()
        .withRequiredCheck(field -> !Optional.class.equals(field.getRawMember().getType()))
        .withNullableCheck(field -> false);
    builder.forTypesInGeneral().withPropertySorter((_, _) -> 0);
    return new SchemaGenerator(builder.build());
  }
}
