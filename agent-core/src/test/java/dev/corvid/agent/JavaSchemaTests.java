package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JavaSchemaTests {
  enum Kind {
    DOG,
    CAT
  }

  record Owner(String name, Optional<String> city) {}

  record Pet(String name, int age, Kind kind, List<Owner> owners, boolean tame, Double weight) {}

  record Tree(String name, List<Tree> children) {}

  @Test
  void aRecordIsAnObjectInTheOrderOfItsComponents() {
    assertThat(JavaSchema.of(Pet.class))
        .isEqualTo(
            """
            {"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"},\
            "kind":{"type":"string","enum":["DOG","CAT"]},"owners":{"type":"array","items":\
            {"type":"object","properties":{"name":{"type":"string"},"city":{"type":["string","null"]}},\
            "required":["name"],"additionalProperties":false}},"tame":{"type":"boolean"},\
            "weight":{"type":"number"}},\
            "required":["name","age","kind","owners","tame","weight"],\
            "additionalProperties":false}""");
  }

  @Test
  void simpleTypesHaveSimpleSchemas() {
    assertThat(JavaSchema.of(String.class)).isEqualTo("{\"type\":\"string\"}");
    assertThat(JavaSchema.of(int.class)).isEqualTo("{\"type\":\"integer\"}");
    assertThat(JavaSchema.of(Kind.class))
        .isEqualTo("{\"type\":\"string\",\"enum\":[\"DOG\",\"CAT\"]}");
  }

  @Test
  void aTypeThatIsPartOfItselfIsRefused() {
    assertThatThrownBy(() -> JavaSchema.of(Tree.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Tree");
  }
}
