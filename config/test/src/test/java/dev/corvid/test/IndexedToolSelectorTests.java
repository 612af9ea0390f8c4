package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Effect;
import dev.corvid.agent.IndexedToolSelector;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.ToolSelector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexedToolSelectorTests extends ToolSelectorContract {
  @Override
  protected ToolSelector selector() {
    return new IndexedToolSelector(WordOverlapIndex::new);
  }

  private static ToolSpec tool(String name, String description, String schema, String... keywords) {
    return new ToolSpec(name, description, schema, Effect.READ, "test", List.of(keywords));
  }

  @Test
  void everythingThatATaskCanShareWithAToolFindsIt() {
    String nested =
        """
        {"properties": {"filter": {"properties": {"walrusAge": {"description": "in aeons"}}}}}""";
    List<ToolSpec> tools =
        List.of(
            tool("readTuba", "nothing", "{}"),
            tool("b", "plays an oboe", "{}"),
            tool("c", "nothing", "{}", "/zithers/{id}", "strings"),
            tool("d", "nothing", nested),
            tool("e", "nothing", "{\"properties\": {\"description\": {\"type\": \"string\"}}}"));
    try (var selector = new IndexedToolSelector(WordOverlapIndex::new)) {
      for (String word : List.of("tuba", "oboe", "zither", "walrus", "aeon", "description")) {
        assertThat(selector.select(word, tools, 2)).as(word).hasSize(1);
      }
    }
  }

  @Test
  void anIndexIsBuiltOncePerListAndClosedInTheEnd() {
    List<WordOverlapIndex> made = new ArrayList<>();
    var selector =
        new IndexedToolSelector(
            () -> {
              made.add(new WordOverlapIndex());
              return made.getLast();
            });
    List<ToolSpec> tools = List.of(tool("a", "a crow", "{}"), tool("b", "a jay", "{}"));
    for (int i = 0; i < 3; i++) {
      assertThat(selector.select("crow", new ArrayList<>(tools), 1)).hasSize(1);
    }
    assertThat(made).hasSize(1);
    for (int i = 0; i < 20; i++) {
      selector.select("crow", List.of(tools.getFirst(), tool("c" + i, "a jay", "{}")), 1);
    }
    assertThat(made).hasSize(21).filteredOn(index -> !index.isClosed()).hasSizeLessThan(10);
    selector.close();
    assertThat(made).allMatch(WordOverlapIndex::isClosed);
  }
}
