package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolTextTests {
  static ToolSpec tool(String name, String description, String parameters) {
    return new ToolSpec(name, description, parameters, Effect.READ, "test", List.of());
  }

  @Test
  void aToolIsALineAndOneForEachParameterTheRequiredOnesFirst() {
    ToolSpec feed =
        tool(
            "feed",
            "Feed an animal.",
            """
            {"type": "object", "required": ["animal", "grams"], "properties": {
              "pace": {"enum": ["slow", "fast"], "default": "slow", "description": "How fast."},
              "animal": {"type": "string", "description": "Which one."},
              "grams": {"type": "number"},
              "times": {"type": "array", "items": {"type": "integer"}},
              "keeper": {"type": "object", "required": ["name"], "properties": {
                "name": {"type": "string"}, "age": {"type": ["integer", "null"]}}},
              "rest": {}}}
            """);
    ToolSpec count = tool("count", "", "{\"type\": \"object\"}");

    assertThat(ToolText.of(List.of(feed, count)))
        .isEqualTo(
            """
            feed: Feed an animal.
            - animal (string): Which one.
            - grams (number)
            - pace ("slow" | "fast", optional, default "slow"): How fast.
            - times (array of integer, optional)
            - keeper ({name: string, age?: integer | null}, optional)
            - rest (any, optional)
            count:\
            """);
  }

  @Test
  void aDescriptionCannotLookLikeAnotherTool() {
    ToolSpec tool =
        tool(
            "a",
            "First.\n\nb: Second.",
            "{\"properties\": {\"x\\ny\": {\"description\": \"one\\r\\n- two (string)\"}}}");

    assertThat(ToolText.of(List.of(tool)))
        .isEqualTo("a: First. b: Second.\n- x y (any, optional): one - two (string)");
  }

  @Test
  void aSchemaWithoutEndIsCut() {
    String deep = "{\"type\": \"array\", \"items\": ".repeat(200) + "{}" + "}".repeat(200);
    ToolSpec tool = tool("a", "", "{\"properties\": {\"x\": " + deep + "}}");

    assertThat(ToolText.of(List.of(tool)))
        .isEqualTo("a:\n- x (array of array of array of array, optional)");
  }

  @Test
  void parametersThatAreNoSchemaAreRefused() {
    assertThatThrownBy(() -> ToolText.of(List.of(tool("a", "", "[]"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameters must be a JSON object, tool 'a' has []");
    assertThatThrownBy(() -> ToolText.of(List.of(tool("a", "", "{\"x\": "))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
