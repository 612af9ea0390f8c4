package dev.corvid.inference.internal.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261127L);
  private static final TokenIndex BYTES =
      TokenIndex.of(256, token -> true, token -> new byte[] {(byte) token});

  private static boolean accepts(Grammar grammar, String text) {
    return new Automaton(grammar, BYTES)
        .start()
        .next(text.getBytes(StandardCharsets.UTF_8))
        .isComplete();
  }

  private static void assertRefused(String schema, boolean strict, String message) {
    assertThatExceptionOfType(SchemaException.class)
        .isThrownBy(() -> Grammar.of(schema, strict))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.remedy()).isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "multipleOf",
        "minLength",
        "maxLength",
        "oneOf",
        "allOf",
        "not",
        "if",
        "dependentRequired",
        "patternProperties",
        "propertyNames",
        "contains",
        "uniqueItems",
        "prefixItems",
        "minProperties",
        "unevaluatedProperties",
        "discriminator",
        "requried"
      })
  void aStrictSchemaIsRefusedByTheKeywordAndItsPointer(String keyword) {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"%s\":[true]}}}"
            .formatted(keyword);
    assertRefused(schema, true, "'" + keyword + "' at /properties/a/" + keyword);
    assertThat(Grammar.of(schema, false).unenforced()).contains("/properties/a/" + keyword);
  }

  @Test
  void severalRefusalsAreCounted() {
    assertRefused("{\"minimum\":1,\"maximum\":2,\"not\":{}}", true, "nor 2 others");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "| the schema is empty",
        "{ | line 1",
        "{\"type\":\"string\"} x | Unrecognized token",
        "{\"type\":\"string\"} {} | followed by something else",
        "{\"type\":\"string\",\"type\":\"null\"} | Duplicate",
        "{type:1} | line 1",
        "[] | must be a JSON object, is an array",
        "null | is null",
        "\"x\" | is a string",
        "12 | is a number",
        "{\"const\":\"\\ud800\"} | half a character",
        "{\"properties\":{\"\\udc00\":{}}} | half a character",
        "{\"enum\":[]} | nothing fulfils",
        "false | nothing fulfils",
        "{\"$ref\":\"#\"} | nothing fulfils",
        "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#\"}}} | nothing",
        "{\"type\":\"array\",\"minItems\":3,\"maxItems\":2} | nothing fulfils",
        "{\"type\":\"array\",\"minItems\":1,\"items\":false} | nothing fulfils",
        "{\"type\":\"object\",\"required\":[\"a\"],\"additionalProperties\":false} | nothing fulfils",
        "{\"const\":\"a\",\"type\":\"integer\"} | nothing fulfils",
        "{\"type\":\"file\"} | 'type' at /type",
        "{\"properties\":{\"a\":1}} | 'a' at /properties/a",
        "{\"$ref\":\"#/$defs/no\"} | '$ref' at /$ref",
        "{\"$ref\":\"http://example.com/x.json\"} | '$ref' at /$ref",
        "{\"items\":[{}]} | 'items' at /items",
        "{\"minItems\":-1} | 'minItems' at /minItems",
        "{\"minItems\":1e999999999} | 'minItems' at /minItems",
      })
  void whatIsNoUsableSchemaIsRefused(String schema, String message) {
    assertRefused(schema == null ? "" : schema, true, message);
  }

  @Test
  void optionalPartsThatNothingFulfilsAreLeftOut() {
    Grammar grammar =
        Grammar.of(
            """
            {"type":"object","properties":{
              "a":{"type":"integer"}, "never":false, "more":{"type":"array","items":false}}}
            """,
            true);
    assertThat(accepts(grammar, "{\"a\":1,\"more\":[]}")).isTrue();
    assertThat(accepts(grammar, "{\"a\":1,\"n")).isFalse();
    assertThat(accepts(grammar, "{\"more\":[1]}")).isFalse();
  }

  @Test
  void aLenientSchemaIsEnforcedWithoutWhatCannotBe() {
    Grammar grammar =
        Grammar.of(
            """
            {"type": "object", "required": ["a"], "minProperties": 1, "properties": {
              "a": {"type": "string", "pattern": "x"},
              "b": {"oneOf": [{"type": "integer", "minimum": 3}, {"type": "null"}]},
              "c": {"type": "file"},
              "d": {"$ref": "other.json"}}}
            """,
            false);
    assertThat(grammar.unenforced())
        .containsExactlyInAnyOrder(
            "/minProperties",
            "/properties/a/pattern",
            "/properties/b/oneOf",
            "/properties/b/oneOf/0/minimum",
            "/properties/c/type",
            "/properties/d/$ref");
    assertThat(accepts(grammar, "{\"a\":\"y\",\"b\":1,\"c\":[1],\"d\":{\"e\":2}}")).isTrue();
    assertThat(accepts(grammar, "{\"a\":\"y\",\"b\":true}")).isFalse();
    assertThat(accepts(grammar, "{\"b\":1}")).isFalse();
  }

  @Test
  void schemasThatMustAllHoldAreJoined() {
    Grammar grammar =
        Grammar.of(
            """
            {"allOf": [{"$ref": "#/$defs/base"},
                       {"type": "object", "required": ["b"], "properties": {
                         "b": {"type": "boolean"}, "a": {"type": ["integer", "null"]}}}],
             "$defs": {"base": {"allOf": [{"type": "object", "required": ["a"], "properties": {
                          "a": {"type": "number"}, "next": {"$ref": "#"}}}]}}}
            """,
            false);
    assertThat(accepts(grammar, "{\"a\":1,\"b\":true}")).isTrue();
    assertThat(accepts(grammar, "{\"a\":1,\"next\":{\"a\":2,\"b\":false},\"b\":true}")).isTrue();
    assertThat(accepts(grammar, "{\"a\":1.5,\"b\":true}")).isFalse();
    assertThat(accepts(grammar, "{\"a\":null,\"b\":true}")).isFalse();
    assertThat(accepts(grammar, "{\"a\":1}")).isFalse();
    assertThat(accepts(grammar, "{\"a\":1,\"next\":{\"a\":2},\"b\":true}")).isFalse();
  }

  @Test
  void whatStandsBesideAlternativesJoinsEachOfThem() {
    Grammar grammar =
        Grammar.of(
            """
            {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
             "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
            """,
            false);
    assertThat(grammar.unenforced()).containsExactlyInAnyOrder("/type", "/properties");
    assertThat(accepts(grammar, "{\"a\":1}")).isTrue();
    assertThat(accepts(grammar, "{\"b\":1}")).isTrue();
    assertThat(accepts(grammar, "{\"a\":1, \"b\":1}")).isTrue();
    assertThat(accepts(grammar, "{}")).isFalse();
  }

  @Test
  void joinedSchemasThatReferToThemselvesComeToAnEnd() {
    for (String schema :
        List.of(
            "{\"allOf\":[{\"$ref\":\"#\"}]}",
            "{\"allOf\":[{\"$ref\":\"#\"},{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}}}]}",
            "{\"type\":\"object\",\"anyOf\":[{\"$ref\":\"#\"},{\"properties\":{\"a\":{\"$ref\":\"#\"}}}]}",
            "{\"$defs\":{\"x\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/y\"}}},"
                + "\"y\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}}}},"
                + "\"allOf\":[{\"$ref\":\"#/$defs/x\"},{\"$ref\":\"#/$defs/y\"}]}")) {
      try {
        assertThat(accepts(Grammar.of(schema, false), "[]")).as(schema).isIn(true, false);
      } catch (SchemaException e) {
        assertThat(e.getMessage()).as(schema).containsAnyOf("nothing fulfils", "more than 10,000");
      }
    }
  }

  @Test
  void tooDeepOrTooLongIsSaid() {
    String deep = "{\"items\":".repeat(10_000) + "true" + "}".repeat(10_000);
    assertRefused(deep, true, "nesting depth");
    assertRefused("[".repeat(10_000), true, "nesting depth");
    assertRefused(" ".repeat(1 << 21), true, "characters");
    String names =
        IntStream.range(0, 11_000)
            .mapToObj(i -> "\"p%d\":{\"type\":\"array\"}".formatted(i))
            .collect(Collectors.joining(","));
    assertRefused("{\"properties\":{" + names + "}}", true, "more than 10,000");
  }

  @Test
  void longChainsOfReferencesAreFollowed() {
    for (String form :
        new String[] {
          "{\"$ref\":\"#/$defs/%d\"}", "{\"anyOf\":[{\"$ref\":\"#/$defs/%d\"},{\"const\":1}]}"
        }) {
      String chain =
          IntStream.range(0, 4000)
              .mapToObj(i -> "\"%d\":%s".formatted(i, form.formatted(i + 1)))
              .collect(Collectors.joining(","));
      Grammar grammar =
          Grammar.of(
              "{\"$ref\":\"#/$defs/0\",\"$defs\":{%s,\"4000\":{\"type\":\"boolean\"}}}"
                  .formatted(chain),
              true);
      assertThat(accepts(grammar, "true")).isTrue();
    }
  }

  @Test
  void aHugeEnumIsReadByteByByte() {
    Random random = new Random(SEED);
    List<String> words =
        IntStream.range(0, 60_000).mapToObj(i -> "\"w%x\"".formatted(random.nextLong())).toList();
    String schema = "{\"enum\":[%s]}".formatted(String.join(",", words.subList(0, 45_000)));
    Grammar grammar = Grammar.of(schema, true);
    assertThat(accepts(grammar, words.get(44_999))).isTrue();
    assertThat(accepts(grammar, words.get(59_999))).isFalse();
    Automaton automaton = new Automaton(grammar, BYTES);
    assertThat(automaton.allowed(automaton.start())).contains(1L << '"');
  }

  @Test
  void alternativesThatHoldEachOtherStayBounded() {
    String node = "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"},\"%s\":9}";
    String schema =
        "{\"anyOf\":[%s,%s,%s,{\"const\":1}]}"
            .formatted(
                node.formatted("maxItems"),
                node.formatted("x-a"),
                "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"},\"minItems\":0,\"maxItems\":7}");
    Automaton automaton = new Automaton(Grammar.of(schema, true), BYTES);
    State state = automaton.start().next("[".repeat(100).getBytes(StandardCharsets.UTF_8));
    assertThat(state.next(state.closing()).isComplete()).isTrue();
    assertThat(state.shortest()).isEqualTo(100);
  }

  @Test
  void manyOptionalPropertiesAreReadInOrder() {
    String names =
        IntStream.range(0, 5000)
            .mapToObj(i -> "\"property%d\":{\"type\":\"integer\"}".formatted(i))
            .collect(Collectors.joining(","));
    Grammar grammar =
        Grammar.of("{\"type\":\"object\",\"properties\":{%s}}".formatted(names), true);
    assertThat(accepts(grammar, "{\"property7\":1, \"property700\":2,\"property4999\":3}"))
        .isTrue();
    assertThat(accepts(grammar, "{\"property700\":2,\"property7\":1}")).isFalse();
  }

  @Test
  void damagedSchemasNeverCrash() {
    Random random = new Random(SEED);
    RandomSchemas schemas = new RandomSchemas(random);
    for (int round = 0; round < 2000; round++) {
      byte[] text = schemas.next().getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(text.length);
        text[at] =
            random.nextBoolean() ? text[random.nextInt(text.length)] : (byte) random.nextInt();
      }
      String damaged = new String(text, StandardCharsets.UTF_8);
      try {
        Automaton automaton = new Automaton(Grammar.of(damaged, false), BYTES);
        State start = automaton.start();
        assertThat(start.next(start.closing()).isComplete()).isTrue();
      } catch (SchemaException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError("seed %d, round %d: %s".formatted(SEED, round, damaged), e);
      }
    }
  }
}
