package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaKeywordsTests {
  @Test
  void nothingIsLeftOfASchemaThatIsEnforced() {
    Map<String, @Nullable Object> schema =
        object(
            "$schema",
            "https://json-schema.org/draft/2020-12/schema",
            "title",
            "A person",
            "type",
            "object",
            "x-internal",
            true,
            "properties",
            object(
                "name", object("type", "string", "description", "full", "format", "email"),
                "age", object("type", List.of("integer", "null"), "default", 3),
                "tags", object("type", "array", "items", object("enum", List.of(1)), "maxItems", 3),
                "kind", object("const", "a", "type", "string"),
                "self", object("anyOf", List.of(object("$ref", "#"), true)),
                "note", object("type", "string", "nullable", true)),
            "required",
            List.of("name"),
            "additionalProperties",
            object("type", "number"));
    assertThat(SchemaKeywords.unenforced(schema)).isEmpty();
    assertThat(SchemaKeywords.unenforced(true)).isEmpty();
  }

  @Test
  void assertionsAreNamedByTheirPointers() {
    Map<String, @Nullable Object> schema =
        object(
            "properties",
            object(
                "a/b~c", object("type", "string", "pattern", "^x", "minLength", 2),
                "n", object("type", "number", "minimum", 1)),
            "items",
            object("oneOf", List.of(object("multipleOf", 2), object("type", "null"))),
            "additionalProperties",
            object("not", object("maximum", 3)),
            "requried",
            List.of("n"));
    assertThat(SchemaKeywords.unenforced(schema))
        .containsExactlyInAnyOrder(
            "/requried",
            "/properties/a~1b~0c/pattern",
            "/properties/a~1b~0c/minLength",
            "/properties/n/minimum",
            "/items/oneOf",
            "/items/oneOf/0/multipleOf",
            "/additionalProperties/not");
  }

  @Test
  void whatALeadingKeywordDisplacesIsNamed() {
    Map<String, @Nullable Object> schema =
        object(
            "$defs",
            object("a", object("enum", List.of(1, 2), "minimum", 2), "b", object("pattern", "x")),
            "anyOf",
            List.of(object("$ref", "#/$defs/a", "maximum", 1)),
            "type",
            "object");
    assertThat(SchemaKeywords.unenforced(schema))
        .containsExactlyInAnyOrder("/type", "/anyOf/0/maximum", "/$defs/a/minimum");
  }

  @Test
  void malformedKeywordsAreNamed() {
    Map<String, @Nullable Object> schema =
        object(
            "type",
            "file",
            "properties",
            object("a", 3, "b", object("required", true), "c", null),
            "items",
            List.of(true),
            "minItems",
            -1,
            "maxItems",
            1.5,
            "nullable",
            "yes",
            "additionalProperties",
            object("anyOf", List.of()));
    assertThat(SchemaKeywords.unenforced(schema))
        .containsExactlyInAnyOrder(
            "/type",
            "/properties/a",
            "/properties/b/required",
            "/properties/c",
            "/items",
            "/minItems",
            "/maxItems",
            "/nullable",
            "/additionalProperties/anyOf");
    assertThat(SchemaKeywords.unenforced("no schema")).containsExactly("");
  }

  @Test
  void referencesLeadIntoTheSameDocumentOnly() {
    Map<String, @Nullable Object> schema =
        object("a b", object("x/y", List.of(true, object("type", "null"))), "%", false);
    assertThat(SchemaKeywords.target(schema, "#")).contains(schema);
    assertThat(SchemaKeywords.target(schema, "#/a%20b/x~1y/1")).contains(object("type", "null"));
    assertThat(SchemaKeywords.target(schema, "#/%25")).contains(false);
    for (String ref :
        Arrays.asList("", "#x", "other.json#/a", "#/a%20b/x~1y/2", "#/a%20b/x~1y/01", "#/%zz")) {
      assertThat(SchemaKeywords.target(schema, ref)).as(ref).isEmpty();
      assertThat(SchemaKeywords.unenforced(object("$ref", ref))).containsExactly("/$ref");
    }
  }

  @Test
  void deepAndCyclicSchemasAreWalkedToTheirEnd() {
    Map<String, @Nullable Object> deep = object("pattern", "x");
    for (int i = 0; i < 100_000; i++) {
      deep = object("items", deep);
    }
    assertThat(SchemaKeywords.unenforced(deep)).hasSize(1);
    Map<String, @Nullable Object> cyclic = new HashMap<>();
    cyclic.put("items", cyclic);
    cyclic.put("not", cyclic);
    assertThat(SchemaKeywords.unenforced(cyclic)).containsExactly("/not");
    Map<String, @Nullable Object> refs =
        object(
            "$ref",
            "#/$defs/a",
            "$defs",
            object("a", object("$ref", "#/$defs/b"), "b", object("$ref", "#/$defs/a")));
    assertThat(SchemaKeywords.unenforced(refs)).isEmpty();
  }

  private static Map<String, @Nullable Object> object(@Nullable Object... pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return map;
  }
}
