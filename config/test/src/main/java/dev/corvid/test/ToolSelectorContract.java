package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.ToolSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [ToolSelector] must do. Extend it and hand over a selector.
public abstract class ToolSelectorContract {
  private static final List<ToolSpec> TOOLS =
      List.of(
          tool("getPetById", "Find a pet by its number.", "petId", "the pet's number"),
          tool("list_orders", "All orders of a customer.", "customer", "whose orders"),
          tool("search-flights", "Flights between two airports.", "day", "the day of departure"),
          tool("currency", "Convert an amount of money.", "amount", "how many euros or dollars"));

  protected abstract ToolSelector selector();

  private static ToolSpec tool(String name, String description, String parameter, String details) {
    String schema =
        """
        {"type":"object","properties":{"%s":{"type":"string","description":"%s"}}}"""
            .formatted(parameter, details);
    return new ToolSpec(
        name, description, schema, Effect.READ, "https://api.example.com", List.of());
  }

  private static List<ToolSpec> many() {
    List<ToolSpec> tools = new ArrayList<>(TOOLS);
    IntStream.range(0, 40)
        .mapToObj(i -> tool("tool" + i, "Does thing number x" + i + ".", "p", "nothing"))
        .forEach(tools::add);
    return tools;
  }

  private static String best(List<ToolSpec> selected) {
    return selected.getFirst().name();
  }

  @Test
  void theToolThatFitsComesFirst() {
    ToolSelector selector = selector();
    List<ToolSpec> tools = many();
    assertThat(best(selector.select("Which pet has the number 5?", tools, 3)))
        .isEqualTo("getPetById");
    assertThat(best(selector.select("What did the customer order?", tools, 3)))
        .isEqualTo("list_orders");
    assertThat(best(selector.select("Is there a flight to Oslo?", tools, 3)))
        .isEqualTo("search-flights");
  }

  @Test
  void noMoreThanAskedAreSelectedAndNoneTwice() {
    ToolSelector selector = selector();
    List<ToolSpec> tools = many();
    List<ToolSpec> selected = selector.select("Does thing number x3 for a pet", tools, 5);
    assertThat(selected).hasSize(5).doesNotHaveDuplicates();
    assertThat(tools).containsAll(selected);
    assertThat(selector.select("anything", List.of(), 5)).isEmpty();
    assertThatThrownBy(() -> selector.select("x", tools, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListThatTheLimitAdmitsIsKeptWhole() {
    ToolSelector selector = selector();
    List<ToolSpec> selected = selector.select("flights to Oslo", TOOLS, TOOLS.size());
    assertThat(selected).containsExactlyInAnyOrderElementsOf(TOOLS);
    assertThat(best(selected)).isEqualTo("search-flights");
    assertThat(selector.select("???", TOOLS, 10)).isEqualTo(TOOLS);
  }

  @Test
  void eachListIsSelectedFromByItself() {
    ToolSelector selector = selector();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 12; i++) {
        List<ToolSpec> tools = new ArrayList<>(TOOLS);
        ToolSpec own = tool("own" + i, "Feeds the walrus.", "p", "nothing");
        tools.add(i % 4, own);
        assertThat(selector.select("feed a walrus", tools, 1)).containsExactly(own);
      }
    }
  }

  @Test
  void noTaskAndNoSpecificationIsAnError() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    ToolSelector selector = selector();
    List<ToolSpec> odd = new ArrayList<>();
    for (String text : OddTexts.ALL) {
      String schema = text.isBlank() ? "{}" : text;
      odd.add(
          new ToolSpec("t" + odd.size(), text, schema, Effect.WRITE, "test", List.of(text, "")));
    }
    odd.add(tool("deep", "[".repeat(100_000), "p", "{\"properties\":".repeat(10_000)));
    odd.add(
        new ToolSpec("walrus", "", "[".repeat(100_000), Effect.READ, "test", List.of("walrus")));
    List<String> tasks = new ArrayList<>(OddTexts.ALL);
    tasks.add(OddTexts.random(random, 1_000));
    for (String task : tasks) {
      assertThat(selector.select(task, odd, 3))
          .as("seed %d", seed)
          .hasSizeLessThanOrEqualTo(3)
          .doesNotHaveDuplicates();
    }
    assertThat(best(selector.select("walrus", odd, 3))).isEqualTo("walrus");
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    ToolSelector selector = selector();
    List<ToolSpec> tools = many();
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String task = "thing x" + i;
      List<ToolSpec> some = i % 2 == 0 ? tools : tools.subList(0, 30);
      calls.add(() -> best(selector.select(task, some, 2)));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<String>> found = threads.invokeAll(calls);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).get()).isEqualTo("tool" + i);
      }
    }
  }
}
