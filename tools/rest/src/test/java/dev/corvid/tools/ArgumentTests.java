package dev.corvid.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.ToolArgumentsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a model may write, what is mended, and what it is told otherwise.
class ArgumentTests {
  private static void assertRefused(String name, String arguments, String message) {
    String document = name.equals("book") || name.equals("note") ? "ferry.json" : "aviary.yaml";
    try (RestTools tools = Samples.tools(Samples.specification(document))) {
      assertThatThrownBy(() -> Samples.prepare(tools, name, arguments))
          .isInstanceOf(ToolArgumentsException.class)
          .hasMessage(name + ": " + message);
    }
  }

  private static String sent(String schema, String arguments) {
    try (RestTools tools = Samples.tools(Samples.withBody(schema))) {
      return Samples.prepare(tools, "make", arguments).body();
    }
  }

  private static String refusal(String schema, String arguments) {
    try (RestTools tools = Samples.tools(Samples.withBody(schema))) {
      return refusal(tools, arguments);
    }
  }

  private static String refusal(RestTools tools, String arguments) {
    try {
      throw new AssertionError("sent " + Samples.prepare(tools, "make", arguments).body());
    } catch (ToolArgumentsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 'name' is missing",
        "{'name': 5.5, 'weight': 'old'} | 'weight' must be a number, got \"old\"",
        "{'name': 'Rex', 'weight': 0} | 'weight' must be > 0, got 0",
        "{'name': ''} | 'name' must have at least 1 characters, got \"\"",
        "{'name': 'Rex', 'species': 'dodo'} | 'species' must be one of \"raven\", \"crow\", \"jay\","
            + " null, got \"dodo\"",
        "{'name': 'Rex', 'nam': 1} | 'nam' is unknown; did you mean 'name'?",
        "{'name': 'Rex', 'ring': 1} | 'ring' is unknown; known are 'X-Trace', 'name', 'species',"
            + " 'weight', 'hatched', 'note', 'keeperId', 'parents', 'box'",
        "{'name': 'Rex', 'parents': [{'species': 'jay'}]} | 'parents[0].name' is missing",
        "{'name': 'Rex', 'parents': [{'name': 'A', 'wight': 2}]} | 'parents[0].wight' is unknown;"
            + " did you mean 'weight'?",
        "{'name': 'Rex', 'box': {'number': 1, 'aisel': 'x'}} | 'box.aisel' is unknown;"
            + " did you mean 'aisle'?",
        "{'name': 'R', 'parents': [{'name':'a'},{'name':'b'},{'name':'c'}]} | 'parents' must have at"
            + " most 2 elements, got [{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]",
        "{'box': {}, 'note': {}} | 'note' must be a string, got {}; 'box.number' is missing;"
            + " 'name' is missing"
      })
  void theModelIsToldWhatToCorrect(String arguments, String message) {
    assertRefused("addBird", arguments.replace('\'', '"'), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{} {}", "{\"name\": 1, \"name\": 2}", "name: x"})
  void argumentsAreOneJsonObject(String arguments) {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      assertThatThrownBy(() -> Samples.prepare(tools, "addBird", arguments))
          .isInstanceOf(ToolArgumentsException.class)
          .hasMessageStartingWith("addBird: the arguments must be a JSON object");
    }
  }

  @Test
  void harmlessSlipsAreMended() {
    String schema =
        """
        {"type": "object", "properties": {"i": {"type": "integer"}, "n": {"type": "number"},
         "b": {"type": "boolean"}, "s": {"type": "string"},
         "a": {"type": "array", "items": {"type": "integer"}},
         "o": {"type": "object", "properties": {"x": {"type": "integer"}}},
         "q": {"type": ["string", "null"]}}}
        """;
    assertThat(sent(schema, "{\"i\": \"5\", \"n\": \"2.50\", \"b\": \"true\", \"s\": 7}"))
        .isEqualTo("{\"i\":5,\"n\":2.50,\"b\":true,\"s\":\"7\"}");
    assertThat(sent(schema, "{\"i\": 5.0, \"a\": \"3\"}")).isEqualTo("{\"i\":5,\"a\":[3]}");
    assertThat(sent(schema, "{\"a\": \"[1, 2]\", \"o\": \"{\\\"x\\\": \\\"1\\\"}\"}"))
        .isEqualTo("{\"a\":[1,2],\"o\":{\"x\":1}}");
    assertThat(sent(schema, "{\"s\": null, \"q\": null}")).isEqualTo("{\"q\":null}");
  }

  @Test
  void whatIsNoSlipIsNotMended() {
    String schema =
        "{\"type\": \"object\", \"properties\": {\"i\": {\"type\": \"integer\"},"
            + " \"b\": {\"type\": \"boolean\"}}}";
    assertThat(refusal(schema, "{\"i\": \"five\"}")).contains("must be an integer, got \"five\"");
    assertThat(refusal(schema, "{\"i\": 5.5}")).contains("must be an integer, got 5.5");
    assertThat(refusal(schema, "{\"b\": 1}")).contains("must be a boolean, got 1");
    assertThat(refusal(schema, "{\"i\": true}")).contains("must be an integer, got true");
  }

  @Test
  void anUnknownArgumentOfAToolWithoutAnyIsRefused() {
    try (RestTools tools = Samples.tools(Samples.withParameters("/a", ""))) {
      assertThatThrownBy(() -> Samples.prepare(tools, "get", "{\"x\": 1}"))
          .hasMessage("get: 'x' is unknown; nothing may be given here");
    }
  }

  @Test
  void alternativesAreExplained() {
    assertRefused(
        "book",
        "{\"trip\": 1, \"passengers\": [{\"name\": \"A\"}], \"payment\": {}}",
        "'card' or 'invoice' is missing");
    assertRefused(
        "book",
        "{\"trip\": 1, \"passengers\": []}",
        "'passengers' must have at least 1 elements, got []");
    assertRefused("book", "{\"trip\": 1}", "'passengers' is missing");
  }

  @Test
  void bodiesThatNeedOneOfSeveralFieldsAreFlatAndChecked() {
    String schema =
        "{\"type\": \"object\", \"properties\": {\"a\": {}, \"b\": {}},"
            + " \"anyOf\": [{\"required\": [\"a\"]}, {\"required\": [\"b\"]}]}";
    assertThat(sent(schema, "{\"b\": 1}")).isEqualTo("{\"b\":1}");
    assertThat(refusal(schema, "{}")).isEqualTo("make: 'a' or 'b' is missing");
  }

  @Test
  void anOptionalBodyIsWholeOrAbsent() {
    Specification specification =
        Samples.written(
            """
            openapi: 3.0.0
            paths:
              /a:
                post:
                  operationId: make
                  requestBody:
                    required: false
                    content:
                      application/json:
                        schema:
                          type: object
                          required: [a]
                          properties: {a: {type: string}, b: {type: string}}
            """);
    try (RestTools tools = Samples.tools(specification)) {
      assertThat(Samples.prepare(tools, "make", "{}").body()).isEmpty();
      assertThat(Samples.prepare(tools, "make", "{\"a\": \"x\"}").body())
          .isEqualTo("{\"a\":\"x\"}");
      assertThat(refusal(tools, "{\"b\": \"x\"}")).contains("'a' is missing");
    }
  }

  @Test
  void openApi30SpeaksItsOwnDialect() {
    Specification specification =
        Samples.withBody(
            "3.0.3",
            """
            {"type": "object", "properties": {
              "n": {"type": "integer", "minimum": 1, "exclusiveMinimum": true},
              "s": {"type": "string", "nullable": true, "enum": ["a", 2]},
              "r": {"allOf": [{"$ref": "#/components/schemas/R"}], "nullable": true}}}
            """,
            "{\"R\": {\"type\": \"object\", \"required\": [\"id\", \"x\"], \"properties\":"
                + " {\"id\": {\"type\": \"string\", \"readOnly\": true}, \"x\": {}}}}");
    try (RestTools tools = Samples.tools(specification)) {
      assertThat(refusal(tools, "{\"n\": 1}")).contains("'n' must be > 1, got 1");
      assertThat(Samples.prepare(tools, "make", "{\"s\": 2, \"r\": null}").body())
          .isEqualTo("{\"s\":\"2\",\"r\":null}");
      assertThat(Samples.prepare(tools, "make", "{\"r\": {\"x\": 1}}").body())
          .isEqualTo("{\"r\":{\"x\":1}}");
      assertThat(refusal(tools, "{\"r\": {}}")).contains("'r.x' is missing");
    }
  }

  @Test
  void nonsenseInASchemaIsPassedOver() {
    String schema =
        """
        {"type": "object", "required": "a", "properties": {
          "a": {"type": "string", "pattern": "(unclosed", "minLength": -1, "maxLength": "x"},
          "b": {"type": "any", "enum": []}, "c": 5, "d": {"type": ["strange"], "items": []},
          "e": {"$ref": 7}, "f": {"minimum": "low", "multipleOf": 0, "required": true}}}
        """;
    assertThat(sent(schema, "{\"a\": \"\", \"b\": 1, \"c\": 2, \"d\": 3, \"e\": 4, \"f\": 5}"))
        .isEqualTo("{\"a\":\"\",\"b\":1,\"c\":2,\"d\":3,\"e\":4,\"f\":5}");
  }

  @Test
  void aPatternThatNeverEndsDoesNotHang() {
    String schema =
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\","
            + " \"pattern\": \"^(a+)+$\"}, \"b\": {\"pattern\": \"^(a|b)*$\"}}}";
    String text = "a".repeat(5_000);
    assertThat(sent(schema, "{\"a\": \"" + text + "!\", \"b\": \"" + text + "!\"}")).contains("!");
    assertThat(refusal(schema, "{\"a\": \"b\"}")).contains("'a' must match \"^(a+)+$\", got \"b\"");
  }

  @Test
  void numbersThatNobodyCanCalculateWithAreRefused() {
    String schema = "{\"type\": \"object\", \"properties\": {\"i\": {\"type\": \"integer\"}}}";
    assertThat(refusal(schema, "{\"i\": 1e999999999}")).contains("out of range");
    assertThat(refusal(schema, "{\"i\": " + "9".repeat(900) + "}")).contains("out of range");
  }

  @Test
  void hugeAndDeepArgumentsAreRefused() {
    String schema = "{\"type\": \"object\", \"properties\": {\"a\": {}}}";
    assertThat(refusal(schema, "{\"a\": \"" + "x".repeat(200_000) + "\"}"))
        .contains("at most 200000 characters");
    assertThat(refusal(schema, "{\"a\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}"))
        .contains("JSON object");
  }
}
