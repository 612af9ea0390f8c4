package dev.corvid.inference.internal.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Says whether a text is one JSON text that is valid under a schema, by libraries that know
/// nothing of constraints.
public final class Judge {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final String schema;
  private final Schema validator;

  public Judge(String schema) {
    this.schema = schema;
    this.validator = REGISTRY.getSchema(schema);
  }

  public void requireValid(String text) {
    JsonNode json = JSON.readTree(text);
    assertThat(validator.validate(json)).as("%s under %s", text, schema).isEmpty();
  }

  public void requireValid(byte[] utf8) {
    try {
      requireValid(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new AssertionError("no UTF-8 under " + schema, e);
    }
  }
}
