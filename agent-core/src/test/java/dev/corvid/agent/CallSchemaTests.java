package dev.corvid.agent;

import static dev.corvid.agent.ToolTextTests.tool;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CallSchemaTests {
  private static final ToolSpec PLAIN =
      tool("plain", "", "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\"}}}");
  private static final ToolSpec LINKED =
      tool(
          "linked",
          "",
          """
          {"type": "object", "$defs": {"node": {"type": "object",
            "properties": {"next": {"$ref": "#/$defs/node"}, "up": {"$ref": "#"}}}},
           "properties": {"first": {"$ref": "#/$defs/node"}}}
          """);

  private static JsonNode schema(Constraint constraint) {
    return switch (constraint) {
      case Constraint.JsonSchema json -> JsonMapper.shared().readTree(json.schema());
      case Constraint.None none -> throw new AssertionError(none);
    };
  }

  @Test
  void oneToolIsNoChoice() {
    assertThat(schema(CallSchema.one(List.of(PLAIN))))
        .hasToString(
            """
            {"type":"object","properties":{"name":{"const":"plain"},\
            "arguments":{"type":"object","properties":{"x":{"type":"string"}}}},\
            "required":["name","arguments"]}""");
  }

  @Test
  void manyCallsAreAnArrayOfAtLeastOne() {
    JsonNode schema = schema(CallSchema.many(List.of(PLAIN, LINKED)));

    assertThat(schema.path("minItems").asInt()).isOne();
    assertThat(schema.at("/items/anyOf/0/properties/name/const").asString()).isEqualTo("plain");
    assertThat(schema.at("/items/anyOf/1/properties/name/const").asString()).isEqualTo("linked");
  }

  @Test
  void referencesFollowTheSchemaToItsPlace() {
    JsonNode schema = schema(CallSchema.many(List.of(PLAIN, LINKED)));
    String place = "/items/anyOf/1/properties/arguments";

    assertThat(schema.at(place + "/properties/first/$ref").asString())
        .isEqualTo("#" + place + "/$defs/node");
    assertThat(schema.at(place + "/$defs/node/properties/next/$ref").asString())
        .isEqualTo("#" + place + "/$defs/node");
    assertThat(schema.at(place + "/$defs/node/properties/up/$ref").asString())
        .isEqualTo("#" + place);
    assertThat(schema.at(place + "/$defs/node").isObject()).isTrue();
  }
}
