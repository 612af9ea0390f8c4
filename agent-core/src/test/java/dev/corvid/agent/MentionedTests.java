package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MentionedTests {
  private static final ToolSpec TOOL =
      new ToolSpec(
          "list",
          "",
          """
          {"type":"object","properties":{
            "status":{"type":"string","enum":["available","in_repair","rented"]},
            "isPaid":{"type":"boolean"},"name":{"type":"string"},
            "order":{"enum":["name","price"]}}}""",
          Effect.READ,
          "test",
          List.of());

  private static JsonNode narrowed(String request) {
    return JsonMapper.shared().readTree(new Mentioned(request).narrow(TOOL).parameters());
  }

  private static List<String> required(String request) {
    return narrowed(request).path("required").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void aValueThatTheRequestNamesIsTheOnlyOne() {
    JsonNode schema = narrowed("Which instruments are in repair?");
    assertThat(required("Which instruments are in repair?")).containsExactly("status");
    assertThat(schema.at("/properties/status/enum").toString()).isEqualTo("[\"in_repair\"]");
  }

  @Test
  void aSwitchThatItNamesIsSet() {
    assertThat(required("Which invoices are not paid yet?")).containsExactly("isPaid");
  }

  @Test
  void betweenTwoValuesTheModelChooses() {
    assertThat(required("Is TG-101 rented or available?")).isEmpty();
  }

  @Test
  void theNameOfAnythingElseMeansNothing() {
    assertThat(new Mentioned("How many are there?").narrow(TOOL)).isSameAs(TOOL);
    assertThat(new Mentioned("List them").narrow(tool("{\"type\":\"object\"}")).parameters())
        .isEqualTo("{\"type\":\"object\"}");
    assertThat(new Mentioned("x").narrow(tool("{\"properties\":{\"x\":true}}")).parameters())
        .isEqualTo("{\"properties\":{\"x\":true}}");
  }

  private static ToolSpec tool(String parameters) {
    return TOOL.withParameters(parameters);
  }
}
