package dev.corvid.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.corvid.agent.Agent;
import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.ToolProvider.Skipped;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RestToolsTests {
  private static ToolSpec spec(RestTools tools, String name) {
    return Samples.tool(tools, name).spec();
  }

  @Test
  void everyOperationIsAToolOrSkippedWithAReason() {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      assertThat(tools.operations().stream().map(o -> o.tool().spec().name()))
          .containsExactly("listBirds", "addBird", "getBird", "put_birds_id", "removeBird");
      assertThat(tools.skipped())
          .extracting(Skipped::operation, Skipped::why)
          .containsExactly(
              tuple("PUT /birds/{id}/photo", "its body is not JSON but image/png"),
              tuple(
                  "GET /far",
                  "it refers to another document: https://elsewhere.example/schemas.json#/Q"));
      assertThat(tools.declared()).isEqualTo(7);
    }
  }

  @Test
  void aToolSaysWhatItDoesWhereAndWithWhat() {
    RestSettings settings = RestSettings.defaults();
    try (RestTools tools = RestTools.of(Samples.specification("aviary.yaml"), settings)) {
      ToolSpec add = spec(tools, "addBird");
      assertThat(add.description()).isEqualTo("Add a bird. The bird gets a ring with its number.");
      assertThat(add.effect()).isEqualTo(Effect.WRITE);
      assertThat(add.origin()).isEqualTo("https://aviary.example");
      assertThat(add.keywords()).containsExactly("birds", "birds");
      assertThat(spec(tools, "listBirds").effect()).isEqualTo(Effect.READ);
      assertThat(spec(tools, "listBirds").keywords()).containsExactly("birds", "birds");
    }
    try (RestTools tools = Samples.tools(Samples.specification("ferry.json"))) {
      assertThat(spec(tools, "find_trips").description())
          .isEqualTo("Find trips between two harbours. See the timetable.");
      assertThat(spec(tools, "find_trips").origin()).isEqualTo("http://localhost:9");
    }
  }

  @Test
  void argumentsAreOneFlatObjectWithoutWhatAModelMustNotSet() {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      assertThat(spec(tools, "listBirds").parameters())
          .isEqualTo(
              """
              {"type":"object","properties":{"X-Trace":{"type":"string"},\
              "limit":{"type":"integer","minimum":1,"maximum":100,"default":20,\
              "description":"How many birds at most"},\
              "species":{"type":"array","items":{"type":"string"}},\
              "colours":{"type":"array","items":{"type":"string"}},\
              "caught":{"type":"boolean"},\
              "X-Region":{"type":"string","enum":["north","south"]}},\
              "additionalProperties":false}""");
      JsonNode add = Samples.parameters(tools, "addBird");
      assertThat(add.path("properties").propertyNames())
          .containsExactly(
              "X-Trace",
              "name",
              "species",
              "weight",
              "hatched",
              "note",
              "keeperId",
              "parents",
              "box");
      assertThat(add.path("required").toString()).isEqualTo("[\"name\"]");
      assertThat(add.at("/properties/name").toString())
          .isEqualTo(
              "{\"type\":\"string\",\"description\":\"What the bird is called\",\"minLength\":1}");
      assertThat(add.at("/properties/box").toString())
          .isEqualTo(
              """
              {"type":"object","properties":{"aisle":{"type":"string"},\
              "number":{"type":"integer"}},"required":["number"]}""");
    }
  }

  @Test
  void aSchemaWithinItselfIsCut() {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      JsonNode parents = Samples.parameters(tools, "addBird").at("/properties/parents");
      assertThat(parents.at("/items/properties/parents/items").toString())
          .isEqualTo("{\"type\":\"object\"}");
    }
    try (RestTools tools =
        Samples.tools(
            Samples.withBody(
                "3.0.0",
                "{\"$ref\": \"#/components/schemas/A\"}",
                "{\"A\": {\"allOf\": [{\"$ref\": \"#/components/schemas/A\"}, {\"properties\":"
                    + " {\"a\": {\"$ref\": \"#/components/schemas/A\"}}}]}}"))) {
      assertThat(Samples.prepare(tools, "make", "{\"a\": {\"a\": {}}}").body())
          .isEqualTo("{\"a\":{\"a\":{}}}");
    }
  }

  @Test
  void aReferenceThatRunsInACircleOrNowhereSkipsTheOperation() {
    for (String components :
        List.of("{\"A\": {\"$ref\": \"#/components/schemas/B\"}}", "{\"A\": {}}")) {
      Specification specification =
          Samples.withBody(
              "3.0.0",
              "{\"properties\": {\"a\": {\"$ref\": \"#/components/schemas/B\"}}}",
              components);
      try (RestTools tools = Samples.tools(specification)) {
        assertThat(tools.skipped())
            .extracting(Skipped::why)
            .containsExactly("it refers to #/components/schemas/B, which is not there");
      }
    }
  }

  @Test
  void aBodyThatIsNoPlainObjectIsOneArgument() {
    try (RestTools tools = Samples.tools(Samples.specification("ferry.json"))) {
      assertThat(Samples.parameters(tools, "note").path("properties").propertyNames())
          .containsExactly("id", "body");
    }
    try (RestTools tools =
        Samples.tools(
            Samples.withBody(
                "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\"}}"))) {
      assertThat(Samples.parameters(tools, "make").toString())
          .contains(
              "\"body\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}");
    }
  }

  @Test
  void namesOfTwoPlacesAreToldApart() {
    try (RestTools tools = Samples.tools(Samples.specification("aviary.yaml"))) {
      JsonNode put = Samples.parameters(tools, "put_birds_id");
      assertThat(put.path("properties").propertyNames())
          .startsWith("id", "id_query", "name")
          .doesNotContain("ring");
      assertThat(put.path("required").toString()).isEqualTo("[\"id\",\"name\"]");
    }
    Specification clash =
        Samples.written(
            """
            openapi: 3.0.0
            paths:
              /a/{name}:
                put:
                  operationId: put
                  parameters: [{name: body, in: query, schema: {type: string}}]
                  requestBody:
                    content:
                      application/json:
                        schema: {type: object, properties: {name: {type: string}}}
            """);
    try (RestTools tools = Samples.tools(clash)) {
      assertThat(Samples.parameters(tools, "put").path("properties").propertyNames())
          .containsExactly("body", "name", "body_of_request");
    }
  }

  @Test
  void toolNamesAreWritableUniqueAndStable() {
    String longId = "a".repeat(80);
    Specification specification =
        Samples.written(
            """
            openapi: 3.0.0
            paths:
              /a: {get: {operationId: "same id"}, put: {operationId: same/id}}
              /b/{x}: {get: {}, post: {operationId: "…"}}
              /c: {get: {operationId: %s}, put: {operationId: %s}}
            """
                .formatted(longId, longId));
    try (RestTools tools = Samples.tools(specification)) {
      List<String> names = tools.tools().stream().map(t -> t.spec().name()).toList();
      assertThat(names).doesNotHaveDuplicates().allMatch(n -> n.matches("[a-zA-Z0-9_-]{1,64}"));
      assertThat(names.get(0)).matches("same_id_[0-9a-f]{6}");
      assertThat(names.get(2)).isEqualTo("get_b_x");
      assertThat(names.get(3)).isEqualTo("post_b_x");
      assertThat(names.get(4)).matches("a{57}_[0-9a-f]{6}");
      Specification grown =
          Samples.written(
              "openapi: 3.0.0\npaths:\n  /0: {get: {operationId: same-id2}}\n"
                  + "  /a: {put: {operationId: same/id}, get: {operationId: same id}}");
      try (RestTools later = Samples.tools(grown)) {
        assertThat(later.tools().stream().map(t -> t.spec().name()))
            .contains(names.get(0), names.get(1));
      }
    }
  }

  @Test
  void namesAreUniqueOverSeveralApis() {
    RestTools.Api api =
        new RestTools.Api(Samples.specification("aviary.yaml"), RestSettings.defaults());
    try (RestTools tools = RestTools.of(List.of(api, api))) {
      assertThat(tools.tools().stream().map(t -> t.spec().name())).doesNotHaveDuplicates();
      assertThat(tools.tool("getBird")).isPresent();
    }
  }

  @Test
  void theAgentsOwnToolKeepsItsName() {
    Specification specification =
        Samples.written(
            "openapi: 3.0.0\npaths:\n  /a: {get: {operationId: %s}}".formatted(Agent.SEARCH_TOOL));
    try (RestTools tools = Samples.tools(specification)) {
      assertThat(tools.tools().getFirst().spec().name()).matches("search_documents_[0-9a-f]{6}");
    }
  }

  @Test
  void aLargeSchemaIsCutToWhatASmallModelReads() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      fields.append(
          "\"field%d\": {\"type\": \"string\", \"description\": \"%s\"},"
              .formatted(i, "long ".repeat(50)));
    }
    Specification specification =
        Samples.withBody(
            "{\"type\": \"object\", \"required\": [\"field399\"], \"properties\": {"
                + fields
                + "\"last\": {\"type\": \"string\"}}}");
    try (RestTools tools = Samples.tools(specification)) {
      String parameters = spec(tools, "make").parameters();
      assertThat(parameters)
          .hasSizeLessThan(4_001)
          .contains("field0", "\"required\":[\"field399\"]");
      assertThat(Samples.prepare(tools, "make", "{\"field399\": \"x\", \"last\": \"y\"}").body())
          .isEqualTo("{\"field399\":\"x\",\"last\":\"y\"}");
    }
  }

  @Test
  void aParameterThatOnlyThePathNamesIsAText() {
    try (RestTools tools = Samples.tools(Samples.withParameters("/a/{x}/{y+}", ""))) {
      assertThat(spec(tools, "get").parameters()).contains("\"required\":[\"x\",\"y\"]");
      assertThat(Samples.prepare(tools, "get", "{\"x\": \"1\", \"y\": \"b/c\"}").url())
          .isEqualTo("http://localhost:9/base/a/1/b%2Fc");
    }
  }

  @Test
  void whatASecuritySchemeFillsInIsNoArgument() {
    Specification specification =
        Samples.written(
            """
            openapi: 3.0.0
            paths:
              /a:
                get:
                  operationId: get
                  parameters:
                    - {name: api_key, in: query, required: true, schema: {type: string}}
                    - {name: x-token, in: header, required: true, schema: {type: string}}
                    - {name: q, in: query, schema: {type: string}}
                    - {name: session, in: cookie, schema: {type: string}}
              /b:
                get: {parameters: [{name: s, in: cookie, required: true, schema: {}}]}
            components:
              securitySchemes:
                key: {type: apiKey, in: query, name: api_key}
                token: {type: apiKey, in: header, name: X-Token}
            """);
    try (RestTools tools = Samples.tools(specification)) {
      assertThat(Samples.parameters(tools, "get").path("properties").propertyNames())
          .containsExactly("q");
      assertThat(tools.skipped())
          .extracting(Skipped::why)
          .containsExactly("it needs the cookie 's'");
    }
  }
}
