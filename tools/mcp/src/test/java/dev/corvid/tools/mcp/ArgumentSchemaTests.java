package dev.corvid.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Schemas as servers send them, well meant or not.
class ArgumentSchemaTests {
  private static ArgumentSchema schema(String json) {
    try {
      return ArgumentSchema.of(Json.MAPPER.readTree(json));
    } catch (UnusableToolException e) {
      throw new AssertionError(json, e);
    }
  }

  private static Optional<String> problem(String schema, String arguments) {
    return schema(schema).problem(Json.object(arguments).orElseThrow());
  }

  private static void assertUnusable(String json, String reason) {
    assertThatThrownBy(() -> ArgumentSchema.of(Json.MAPPER.readTree(json)))
        .isInstanceOf(UnusableToolException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void problemsAreShortAndSayWhere() {
    String schema =
        """
        {"type": "object", "required": ["city"], "additionalProperties": false,
         "properties": {"city": {"type": "string", "minLength": 2}, "days": {"type": "integer",
           "maximum": 7}, "unit": {"enum": ["C", "F"]}, "at": {"type": "array", "items":
           {"type": "object", "properties": {"hour": {"type": "integer"}}}}}}
        """;
    assertThat(problem(schema, "{\"city\": \"Rome\", \"days\": 3, \"unit\": \"C\"}")).isEmpty();
    assertThat(problem(schema, "{}")).contains("required property 'city' not found");
    assertThat(problem(schema, "{\"city\": \"Rome\", \"days\": \"3\"}"))
        .contains("/days: string found, integer expected");
    assertThat(problem(schema, "{\"city\": \"Rome\", \"at\": [{\"hour\": 1}, {\"hour\": 1.5}]}"))
        .contains("/at/1/hour: number found, integer expected");
    assertThat(problem(schema, "{\"city\": \"Rome\", \"unit\": \"%s\"}".formatted("K".repeat(900))))
        .hasValueSatisfying(text -> assertThat(text).contains("/unit").hasSizeLessThan(200));
    assertThat(problem(schema, "{\"town\": 1, \"days\": 9, \"unit\": 1, \"city\": 2}"))
        .hasValueSatisfying(text -> assertThat(text.split("; ")).hasSizeLessThanOrEqualTo(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema#",
        "http://json-schema.org/draft-07/schema",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema",
        "https://evil.example/own-dialect",
        ""
      })
  void everyDialectChecks(String dialect) {
    String schema =
        """
        {"$schema": "%s", "type": "object", "properties": {"n": {"type": "integer"}}}
        """
            .formatted(dialect);
    assertThat(problem(schema, "{\"n\": 1}")).isEmpty();
    assertThat(problem(schema, "{\"n\": \"one\"}")).isPresent();
  }

  @Test
  void referencesWithinTheSchemaAreFollowed() {
    String tree =
        """
        {"type": "object", "properties": {"tree": {"$ref": "#/$defs/node"}, "l": {"$ref": "#leaf"},
           "odd": {"$ref": "#/$defs/a~1b%20c"}},
         "$defs": {"node": {"type": "object", "required": ["v"], "properties": {"v": {"type": "integer"},
           "next": {"$ref": "#/$defs/node"}}}, "leaf": {"$anchor": "leaf", "type": "string"},
           "a/b c": {"type": "boolean"}}}
        """;
    assertThat(problem(tree, "{\"tree\": {\"v\": 1, \"next\": {\"v\": 2}}, \"l\": \"x\"}"))
        .isEmpty();
    assertThat(problem(tree, "{\"tree\": {\"v\": 1, \"next\": {\"v\": \"two\"}}}"))
        .contains("/tree/next/v: string found, integer expected");
    assertThat(problem(tree, "{\"l\": 1}")).isPresent();
    assertThat(problem(tree, "{\"odd\": 1}")).isPresent();
  }

  @Test
  void dynamicReferencesAreFollowed() {
    String schema =
        """
        {"properties": {"a": {"$dynamicRef": "#node"}},
         "$defs": {"node": {"$dynamicAnchor": "node", "type": "integer"}}}
        """;
    assertThat(problem(schema, "{\"a\": 1}")).isEmpty();
    assertThat(problem(schema, "{\"a\": \"one\"}")).contains("/a: string found, integer expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/schema.json",
        "http://127.0.0.1:1/x",
        "file:///etc/passwd",
        "classpath:application.properties",
        "other.json#/a",
        "#/nowhere",
        "#/properties/a/enum/0",
        "#gone",
        "#/%zz",
        "jar:file:/a.jar!/b",
        ""
      })
  void nothingIsFetchedAndNothingIsMissed(String reference) {
    String schema =
        """
        {"type": "object", "properties": {"a": {"enum": [{"$ref": "kept, it is data"}]},
          "b": {"type": "integer", "$ref": "%s"}, "$ref": {"type": "integer"}}}
        """
            .formatted(reference);
    assertThat(schema(schema).text()).contains("kept, it is data");
    assertThat(schema(schema).text().contains("\"$ref\":\"" + reference + '"')).isFalse();
    assertThat(problem(schema, "{\"b\": 7, \"$ref\": 1}")).isEmpty();
    assertThat(problem(schema, "{\"$ref\": \"one\"}")).isPresent();
  }

  @Test
  void aSchemaThatNamesItselfHasNoOtherMeaning() {
    String schema =
        """
        {"$id": "https://evil.example/root", "type": "object", "properties": {
          "a": {"$id": "inner", "$ref": "#/properties/b"}, "b": {"type": "integer"}, "id": {"type": "string"}}}
        """;
    assertThat(problem(schema, "{\"a\": \"x\"}")).isPresent();
    assertThat(problem(schema, "{\"id\": 5}")).isPresent();
  }

  @Test
  void endlessSchemasEnd() {
    assertUnusable("{\"$ref\": \"#\"}", "without end");
    assertUnusable(
        "{\"allOf\": [{\"anyOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]}]}", "without end");
    String hidden =
        """
        {"type": "object", "properties": {"a": {"$ref": "#/$defs/x"}},
         "$defs": {"x": {"allOf": [{"$ref": "#/$defs/y"}]}, "y": {"not": {"$ref": "#/$defs/x"}}}}
        """;
    assertThat(problem(hidden, "{}")).isEmpty();
    assertThat(problem(hidden, "{\"a\": 1}")).isPresent();
  }

  @Test
  void schemasThatDoubleAtEachStepEnd() {
    String definitions =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    "\"d%1$d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%2$d\"}, {\"$ref\": \"#/$defs/d%2$d\"}]}"
                        .formatted(i, i + 1))
            .collect(Collectors.joining(","));
    String laughs =
        """
        {"type": "object", "properties": {"a": {"$ref": "#/$defs/d0"}},
         "$defs": {%s, "d40": {"type": "integer"}}}
        """
            .formatted(definitions);
    assertThat(problem(laughs, "{\"a\": 1}"))
        .hasValueSatisfying(p -> assertThat(p).contains("too"));
  }

  @Test
  void deepArgumentsEnd() {
    String tree = "{\"type\": \"object\", \"additionalProperties\": {\"$ref\": \"#\"}}";
    String deep = "{\"a\":".repeat(90) + "{}" + "}".repeat(90);
    assertThat(problem(tree, deep)).isNotNull();
    assertThat(Json.object("{\"a\":".repeat(5_000) + "{}" + "}".repeat(5_000))).isEmpty();
  }

  @Test
  void patternsGiveUpInTime() {
    String evil = "{\"properties\": {\"a\": {\"pattern\": \"%s\"}}}";
    String text = "{\"a\": \"%s!\"}".formatted("a".repeat(50_000));
    for (String pattern :
        List.of(
            "^(a+)+$", "(.*a){12}c", "(a|a)*$", "^(a|b|ab)*c", "(x+x+)+y", "[", "\\\\p{Nope}")) {
      assertThat(problem(evil.formatted(pattern), text)).isNotNull();
    }
    assertThat(problem(evil.formatted("^[0-9]{3}$"), "{\"a\": \"12\"}")).isPresent();
    assertThat(problem(evil.formatted("^[0-9]{3}$"), "{\"a\": \"123\"}")).isEmpty();
  }

  @Test
  void manyPatternsOfManyNamesGiveUpInTime() {
    String patterns =
        IntStream.range(0, 100)
            .mapToObj(i -> "\"^(a+)+%d$\": {\"type\": \"integer\"}".formatted(i))
            .collect(Collectors.joining(","));
    String names =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "\"%s%d!\": 1".formatted("a".repeat(50), i))
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(problem("{\"patternProperties\": {%s}}".formatted(patterns), names)).isNotNull();
  }

  @Test
  void numbersThatCannotBeCalculatedWithAreRefused() {
    assertUnusable("{\"properties\": {\"n\": {\"multipleOf\": 1e-999999999}}}", "out of range");
    assertThat(Json.hasExtremeNumber(Json.object("{\"n\": [1E+99999999]}").orElseThrow())).isTrue();
    assertThat(Json.hasExtremeNumber(Json.object("{\"n\": [1E+300, 0.25]}").orElseThrow()))
        .isFalse();
  }

  @Test
  void longSchemasLoseTheirProseAndThenTheTool() {
    String property = "\"p%d\": {\"type\": \"integer\", \"description\": \"%s\"}";
    String prose =
        IntStream.range(0, 100)
            .mapToObj(i -> property.formatted(i, "word ".repeat(200)))
            .collect(Collectors.joining(",", "{\"properties\": {", "}}"));
    assertThat(schema(prose).text()).hasSizeLessThan(16_000).doesNotContain("word");
    String many =
        IntStream.range(0, 2_000)
            .mapToObj(i -> property.formatted(i, "x"))
            .collect(Collectors.joining(",", "{\"properties\": {", "}}"));
    assertUnusable(many, "at most 16,000");
  }

  @Test
  void descriptionsAreOneLineWithoutWhatHides() {
    String text =
        schema(
                """
                {"properties": {"a": {"description": "do\\u200b\\u202e this\\n\\u001b[1m  now", "title": 5},
                  "description": {"description": "a name"}}}
                """)
            .text();
    assertThat(text).contains("\"do this [1m now\"", "\"a name\"", "\"type\":\"object\"");
    assertThat(text).doesNotContain("title");
  }

  @Test
  void whatIsNoKeywordIsLeftOut() {
    String schema =
        """
        {"x-note": "call me first", "\\u001b[2J": 1, "properties": {"x-note": {"type": "integer", "nullable": true}}}
        """;
    assertThat(schema(schema).text())
        .isEqualTo("{\"properties\":{\"x-note\":{\"type\":\"integer\"}},\"type\":\"object\"}");
    assertThat(problem(schema, "{\"x-note\": \"one\"}")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": 5}",
        "{\"type\": [\"object\", \"null\"]}",
        "{\"properties\": 7}",
        "{\"properties\": {\"a\": 7}}",
        "{\"properties\": {\"a\": null}}",
        "{\"required\": \"a\"}",
        "{\"required\": [5]}",
        "{\"enum\": {}}",
        "{\"anyOf\": {}}",
        "{\"anyOf\": [5]}",
        "{\"allOf\": []}",
        "{\"items\": 5}",
        "{\"$defs\": []}",
        "{\"$ref\": 5}",
        "{\"$ref\": {}}",
        "{\"$schema\": 5}",
        "{\"pattern\": 5}",
        "{\"patternProperties\": {\"[\": {}}}",
        "{\"minLength\": \"a\"}",
        "{\"multipleOf\": 0}",
        "{\"format\": 5}",
        "{\"if\": 5}",
        "{\"dependentRequired\": 5}",
        "{\"additionalProperties\": 5}",
        "{\"const\": null}",
        "{\"$dynamicRef\": \"#x\", \"$dynamicAnchor\": \"x\"}",
        "[]",
        "5",
        "null",
        "true",
        "\"object\""
      })
  void malformedSchemasAreUsableOrNot(String json) {
    try {
      ArgumentSchema schema = ArgumentSchema.of(Json.MAPPER.readTree(json));
      assertThat(schema.problem(Json.object("{\"a\": 1, \"b\": \"x\", \"c\": [{}]}").orElseThrow()))
          .isNotNull();
    } catch (UnusableToolException e) {
      assertThat(e).message().isNotBlank();
    }
  }
}
