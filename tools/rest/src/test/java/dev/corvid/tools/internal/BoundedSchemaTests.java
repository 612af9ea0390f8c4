package dev.corvid.tools.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class BoundedSchemaTests {
  private static BoundedSchema schema(String text) {
    return BoundedSchema.of((ObjectNode) JsonMapper.shared().readTree(text));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void schemasOfOnePlaceAreNotTakenForOneAnother() {
    String named =
        "{\"properties\": {\"x\": {\"$ref\": \"#/$defs/d\"}}, \"$defs\": {\"d\": {\"type\": \"%s\"}}}";
    BoundedSchema text = schema(named.formatted("string"));
    BoundedSchema number = schema(named.formatted("number"));
    assertThat(text.check(json("{\"x\": \"1\"}"))).isEmpty();
    assertThat(number.check(json("{\"x\": \"1\"}"))).hasSize(1);
    assertThat(text.check(json("{\"x\": 1}"))).hasSize(1);
  }

  @Test
  void aFormatIsNoRule() {
    assertThat(schema("{\"format\": \"date\"}").check(json("\"tomorrow\""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1/schema.json", "file:///etc/hostname", "classpath:x"})
  void nothingIsFetched(String place) {
    assertThatThrownBy(() -> schema("{\"$ref\": \"%s\"}".formatted(place)).check(json("{}")))
        .isInstanceOf(RuntimeException.class)
        .isNotInstanceOf(BoundedSchema.UndecidedException.class)
        .hasMessageNotContaining("Connection refused");
  }

  @Test
  void whatRefersToItselfEnds() {
    BoundedSchema self =
        schema("{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"$ref\": \"#/$defs/a\"}}}");
    assertThatThrownBy(() -> self.check(json("{}")))
        .isInstanceOf(BoundedSchema.UndecidedException.class)
        .hasMessageContaining("steps");
  }

  @Test
  void aLongListOfSlowMatchesEnds() {
    BoundedSchema slow = schema("{\"items\": {\"pattern\": \"(.*a){12}c\"}}");
    String almost = "\"" + "a".repeat(60) + "b\"";
    String list = "[" + String.join(",", Collections.nCopies(3_000, almost)) + "]";
    assertThat(slow.check(json(list))).isEmpty();
  }
}
