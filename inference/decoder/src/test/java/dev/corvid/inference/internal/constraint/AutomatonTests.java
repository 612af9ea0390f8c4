package dev.corvid.inference.internal.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomatonTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261127L);

  private static final String PERSON =
      """
      {"type": "object",
       "properties": {"name": {"type": "string"}, "age": {"type": "integer"},
                      "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 2}},
       "required": ["name", "tags"]}
      """;

  /// Single bytes only.
  private static final TokenIndex BYTES =
      TokenIndex.of(256, token -> true, token -> new byte[] {(byte) token});

  private static Automaton automaton(String schema) {
    return new Automaton(Grammar.of(schema, true), BYTES);
  }

  private static boolean accepts(String schema, String text) {
    return accepts(schema, text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean accepts(String schema, byte[] text) {
    return automaton(schema).start().next(text).isComplete();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"x\",\"tags\":[]} | true",
        "{\"name\": \"x\", \"age\": 3, \"tags\": [\"a\", \"b\"]} | true",
        "{\"name\":\"x\",\"tags\":[\"a\",\"b\",\"a\"]} | false",
        "{\"name\":\"x\",\"tags\":[\"c\"]} | false",
        "{\"tags\":[],\"name\":\"x\"} | false",
        "{\"name\":\"x\"} | false",
        "{\"name\":\"x\",\"tags\":[],\"age\":3} | false",
        "{\"name\":\"x\",\"age\":3.0,\"tags\":[]} | false",
        "{\"name\":\"x\",\"tags\":[],} | false",
        "{\"name\":\"x\",\"other\":1,\"tags\":[]} | false",
        "{ \"name\":\"x\",\"tags\":[]} | false",
        "{\"name\":  \"x\",\"tags\":[]} | false",
        "{\"name\" :\"x\",\"tags\":[]} | false",
      })
  void objectsHaveTheirPropertiesInOrder(String text, boolean accepted) {
    assertThat(accepts(PERSON, text)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({
    "integer, 0, true",
    "integer, -0, true",
    "integer, -17, true",
    "integer, 01, false",
    "integer, 1.0, false",
    "integer, 1e3, false",
    "integer, +1, false",
    "integer, 123456789012345678, true",
    "integer, 1234567890123456789, false",
    "number, 0.5, true",
    "number, -12.25e-7, true",
    "number, 1E+99, true",
    "number, 1e999, false",
    "number, 1., false",
    "number, .5, false",
    "number, 1e, false",
    "number, 0123, false",
    "number, 0.1234567890123456, false",
    "boolean, true, true",
    "boolean, false, true",
    "boolean, tru, false",
    "null, null, true",
    "null, '', false",
  })
  void numbersAndLiteralsFollowTheGrammarOfJson(String type, String text, boolean accepted) {
    assertThat(accepts("{\"type\":\"%s\"}".formatted(type), text)).isEqualTo(accepted);
  }

  @Test
  void stringsAreValidUtf8WithEscapes() {
    String string = "{\"type\":\"string\"}";
    for (String inner :
        List.of(
            "",
            "äöü €",
            "日本語 😀",
            "\\\"\\\\\\/\\b\\f\\n\\r\\t",
            "\\u00e9\\uD7FF\\uffff",
            "\u007f")) {
      assertThat(accepts(string, '"' + inner + '"')).as(inner).isTrue();
    }
    for (String inner :
        List.of("\"", "\n", "\u0000", "\\x", "\\u12g4", "\\ud800", "\\uDFFF", "\\")) {
      assertThat(accepts(string, '"' + inner + '"')).as(inner).isFalse();
    }
    for (int[] wrong :
        new int[][] {
          {0x80},
          {0xC0, 0x80},
          {0xC1, 0xBF},
          {0xE0, 0x9F, 0x80},
          {0xED, 0xA0, 0x80},
          {0xF5},
          {0xF0, 0x8F, 0x80, 0x80},
          {0xF4, 0x90, 0x80, 0x80},
          {0xE2, 0x82},
          {0xFF}
        }) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      text.write('"');
      for (int b : wrong) {
        text.write(b);
      }
      text.write('"');
      assertThat(accepts(string, text.toByteArray())).isFalse();
    }
  }

  @Test
  void enumAndConstAreExact() {
    String schema = "{\"enum\": [\"a\", \"ab\", 1, 12, 1.5, null, {\"x\": [true]}, \"ü\\\"\\n\"]}";
    for (String text :
        List.of("\"a\"", "\"ab\"", "1", "12", "1.5", "null", "{\"x\":[true]}", "\"ü\\\"\\n\"")) {
      assertThat(accepts(schema, text)).as(text).isTrue();
    }
    for (String text : List.of("\"abc\"", "\"\"", "2", "1.", "\"b\"", "{\"x\":[]}", "\"a")) {
      assertThat(accepts(schema, text)).as(text).isFalse();
    }
    assertThat(accepts("{\"const\": \"x\"}", "\"x\"")).isTrue();
    assertThat(accepts("{\"const\": null}", "null")).isTrue();
    assertThat(accepts("{\"enum\": [1, \"a\", 2.0, 2.5], \"type\": \"integer\"}", "2.0")).isTrue();
    assertThat(accepts("{\"enum\": [1, \"a\", 2.5], \"type\": \"integer\"}", "2.5")).isFalse();
    assertThat(accepts("{\"enum\": [1, \"a\"], \"type\": \"integer\"}", "\"a\"")).isFalse();
  }

  @Test
  void alternativesAreFollowedTogether() {
    String schema =
        """
        {"anyOf": [
          {"type": "object", "properties": {"kind": {"const": "a"}, "x": {"type": "integer"}},
           "required": ["kind", "x"]},
          {"type": "object", "properties": {"kind": {"const": "b"}, "y": {"type": "boolean"}},
           "required": ["kind", "y"]},
          {"type": ["array", "null"], "items": {"type": "integer"}}]}
        """;
    assertThat(accepts(schema, "{\"kind\":\"a\",\"x\":1}")).isTrue();
    assertThat(accepts(schema, "{\"kind\": \"b\",\"y\":true}")).isTrue();
    assertThat(accepts(schema, "{\"kind\":\"a\",\"y\":true}")).isFalse();
    assertThat(accepts(schema, "[1,2]")).isTrue();
    assertThat(accepts(schema, "null")).isTrue();
    assertThat(accepts(schema, "true")).isFalse();
  }

  @Test
  void nullableAddsNull() {
    assertThat(accepts("{\"type\":\"string\",\"nullable\":true}", "null")).isTrue();
    assertThat(accepts("{\"type\":\"string\",\"nullable\":false}", "null")).isFalse();
    assertThat(accepts("{\"anyOf\":[{\"type\":\"string\"}],\"nullable\":true}", "null")).isTrue();
    assertThat(accepts("{\"type\":\"string\",\"nullable\":true,\"enum\":[\"a\"]}", "null"))
        .isFalse();
  }

  @Test
  void otherPropertiesComeOnlyWhereTheSchemaSaysSo() {
    String declared = "\"type\":\"object\",\"properties\":{\"ab\":{\"type\":\"integer\"}}";
    String closed = "{%s}".formatted(declared);
    String open = "{%s,\"additionalProperties\":{\"type\":\"string\"}}".formatted(declared);
    assertThat(accepts(closed, "{\"x\":1}")).isFalse();
    assertThat(accepts(open, "{\"x\":\"1\"}")).isTrue();
    assertThat(accepts(open, "{\"ab\":1, \"abc\":\"1\",\"ü\": \"\"}")).isTrue();
    assertThat(accepts(open, "{\"\":\"1\"}")).isTrue();
    assertThat(accepts(open, "{\"x\":1}")).isFalse();
    // Neither under its own name nor under an escaped one.
    assertThat(accepts(open, "{\"x\":\"\",\"ab\":\"1\"}")).isFalse();
    assertThat(accepts(open, "{\"x\":\"\",\"a\\u0062\":\"1\"}")).isFalse();
  }

  @Test
  void withoutTypeAnythingIsAllowed() {
    for (String schema : List.of("{}", "true", "{\"description\":\"x\"}", "{\"anyOf\":[true]}")) {
      assertThat(accepts(schema, "{\"a\":[1,{\"b\":null}],\"c\": \"d\"}")).as(schema).isTrue();
      assertThat(accepts(schema, "[[[]],true]")).as(schema).isTrue();
      assertThat(accepts(schema, "[1,]")).as(schema).isFalse();
    }
    assertThat(accepts("{\"properties\":{\"a\":true}}", "{\"a\":{\"x\":[1]}}")).isTrue();
    assertThat(accepts("{\"items\":{\"type\":\"null\"}}", "[null]")).isTrue();
    assertThat(accepts("{\"type\":\"object\"}", "{}")).isTrue();
    assertThat(accepts("{\"type\":\"object\"}", "{\"a\":1}")).isFalse();
    assertThat(accepts("{\"type\":\"object\",\"required\":[\"a\"]}", "{\"a\":[1]}")).isTrue();
  }

  @Test
  void schemasMayReferToThemselves() {
    String tree =
        """
        {"$ref": "#/$defs/tree",
         "$defs": {"tree": {"type": "object", "required": ["children"], "properties": {
           "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}}}}
        """;
    assertThat(accepts(tree, "{\"children\":[{\"children\":[]},{\"children\":[]}]}")).isTrue();
    assertThat(accepts(tree, "{\"children\":[{}]}")).isFalse();
    String list = "{\"anyOf\":[{\"type\":\"null\"},{\"$ref\":\"#\"}]}";
    assertThat(accepts(list, "null")).isTrue();
    String endless =
        "{\"anyOf\":[{\"type\":\"array\",\"items\":{\"$ref\":\"#\"},\"minItems\":1},{\"const\":1}]}";
    assertThat(accepts(endless, "[[[1,1]]]")).isTrue();
    assertThat(accepts(endless, "[[]]")).isFalse();
  }

  @Test
  void deepTextsNeedNoDeepStack() {
    String nest = "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}";
    Automaton automaton = automaton(nest);
    State state = automaton.start().next("[".repeat(200_000).getBytes(StandardCharsets.UTF_8));
    assertThat(state.shortest()).isEqualTo(200_000);
    assertThat(new String(state.closing(), StandardCharsets.UTF_8)).isEqualTo("]".repeat(200_000));
  }

  @Test
  void everyBeginningCanBeCompletedAndTheShortestEndIsKnown() {
    Random random = new Random(SEED);
    RandomSchemas schemas = new RandomSchemas(random);
    int satisfiable = 0;
    for (int round = 0; round < 400; round++) {
      String schema = schemas.next();
      try {
        Automaton automaton = automaton(schema);
        satisfiable++;
        Judge judge = new Judge(schema);
        for (int walk = 0; walk < 4; walk++) {
          walk(automaton, judge, random);
        }
      } catch (SchemaException e) {
        assertThat(e).as("%s of seed %d", schema, SEED).hasMessageContaining("nothing fulfils");
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed %d, round %d: %s".formatted(SEED, round, schema), e);
      }
    }
    assertThat(satisfiable).isGreaterThan(200);
  }

  /// Write random bytes that are allowed, and complete the text at each of them.
  private static void walk(Automaton automaton, Judge judge, Random random) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    State state = automaton.start();
    for (int length = random.nextInt(60); length >= 0; length--) {
      byte[] closing = state.closing();
      assertThat(state.shortest()).isEqualTo(closing.length);
      assertThat(state.next(closing).isComplete()).isTrue();
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(text.toByteArray());
      whole.writeBytes(closing);
      judge.requireValid(whole.toByteArray());
      List<Integer> allowed = new ArrayList<>();
      for (int b = 0; b < 256; b++) {
        if (!state.next(b).isDead()) {
          allowed.add(b);
        }
      }
      if (allowed.isEmpty()) {
        assertThat(state.isFinal() && state.isComplete()).isTrue();
        return;
      }
      assertThat(state.forced())
          .isEqualTo(allowed.size() == 1 && !state.isComplete() ? allowed.getFirst() : -1);
      int b = allowed.get(random.nextInt(allowed.size()));
      text.write(b);
      state = state.next(b);
    }
  }
}
