package dev.corvid.tools.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.Tool;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MethodToolsTests {
  enum Size {
    SMALL,
    LARGE
  }

  record Line(String article, int pieces) {}

  record Order(long number, List<Line> lines, LocalDate due) {}

  static class Stock {
    final List<String> called = new ArrayList<>();

    @CorvidTool(description = "Say how many pieces are in stock", effect = Effect.READ)
    int pieces(@ToolParameter("the number of the article") String article, Optional<Size> size) {
      called.add(article + size);
      if (article.equals("none")) {
        throw new IllegalArgumentException("no such article");
      }
      return 7;
    }

    @CorvidTool(name = "place_order", description = "Order articles")
    public Order order(List<Line> lines, LocalDate due) {
      return new Order(12, lines, due);
    }

    @CorvidTool(description = "Remove an article")
    void remove(@ToolParameter(name = "article_id") long id) {
      called.add("removed " + id);
    }

    @CorvidTool(description = "Wait for somebody", effect = Effect.READ)
    String await() throws InterruptedException {
      throw new InterruptedException();
    }

    int noTool() {
      return 1;
    }
  }

  static class Shop extends Stock {
    @Override
    @CorvidTool(description = "Say how many pieces the shop has", effect = Effect.READ)
    int pieces(String article, Optional<Size> size) {
      return 1;
    }
  }

  private final Stock stock = new Stock();
  private final List<Tool> tools = MethodTools.of(stock);

  private Tool tool(String name) {
    return tools.stream().filter(tool -> tool.spec().name().equals(name)).findFirst().orElseThrow();
  }

  private ToolRequest prepare(String tool, String arguments) {
    return tool(tool).prepare(new ToolCall("run.1", tool, arguments));
  }

  private ToolResult call(String tool, String arguments) {
    return tool(tool).call(prepare(tool, arguments));
  }

  private static JsonNode schema(Tool tool) {
    return JsonMapper.shared().readTree(tool.spec().parameters());
  }

  @Test
  void markedMethodsAreToolsInTheOrderOfTheirNames() {
    assertThat(tools.stream().map(tool -> tool.spec().name()))
        .containsExactly("await", "place_order", "pieces", "remove");
    assertThat(tool("pieces").spec().effect()).isEqualTo(Effect.READ);
    assertThat(tool("remove").spec().effect()).isEqualTo(Effect.WRITE);
    assertThat(tool("pieces").spec().description()).isEqualTo("Say how many pieces are in stock");
  }

  @Test
  void theSchemaSaysWhatAMethodTakes() {
    assertThat(schema(tool("pieces")).toString())
        .isEqualTo(
            """
            {"type":"object","properties":{"article":{"type":"string",\
            "description":"the number of the article"},\
            "size":{"type":"string","enum":["SMALL","LARGE"]}},\
            "required":["article"],"additionalProperties":false}""");
    JsonNode lines = schema(tool("place_order")).at("/properties/lines");
    assertThat(lines.at("/items/properties").propertyNames()).containsExactly("article", "pieces");
    assertThat(lines.at("/items/required").toString()).isEqualTo("[\"article\",\"pieces\"]");
    assertThat(schema(tool("remove")).path("properties").propertyNames())
        .containsExactly("article_id");
  }

  @Test
  void aCallReachesTheMethodAndItsValueIsToldAsJson() {
    assertThat(call("pieces", "{\"article\":\"A1\",\"size\":\"LARGE\"}").text()).isEqualTo("7");
    assertThat(stock.called).containsExactly("A1Optional[LARGE]");
    ToolResult order =
        call(
            "place_order",
            "{\"lines\":[{\"article\":\"A1\",\"pieces\":2}],\"due\":\"2026-12-01\"}");
    assertThat(order.text())
        .isEqualTo(
            "{\"number\":12,\"lines\":[{\"article\":\"A1\",\"pieces\":2}],\"due\":\"2026-12-01\"}");
    assertThat(order.typedValues()).containsExactlyInAnyOrder("12", "2");
    assertThat(call("remove", "{\"article_id\":3}").text()).isEqualTo("(done, no content)");
  }

  @Test
  void preparingCallsNothing() {
    prepare("remove", "{\"article_id\":3}");
    assertThat(stock.called).isEmpty();
  }

  @Test
  void whatIsThrownIsAnErrorThatTheModelReads() {
    ToolResult result = call("pieces", "{\"article\":\"none\"}");
    assertThat(result.status()).isEqualTo(ToolResult.Status.ERROR);
    assertThat(result.text()).isEqualTo("IllegalArgumentException: no such article");
  }

  @Test
  void anInterruptEndsTheRun() {
    assertThatThrownBy(() -> call("await", "{}")).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void argumentsThatDoNotFitAreNamed() {
    assertThatThrownBy(() -> prepare("pieces", "{}"))
        .isInstanceOf(ToolArgumentsException.class)
        .hasMessage("pieces: the parameter 'article' is missing");
    assertThatThrownBy(() -> prepare("pieces", "{\"article\":\"a\",\"x\":1}"))
        .hasMessage("pieces: there is no parameter 'x'");
    assertThatThrownBy(() -> prepare("pieces", "{\"article\":\"a\",\"size\":\"HUGE\"}"))
        .hasMessage("pieces: 'size' must be Size, got \"HUGE\"");
    assertThatThrownBy(() -> prepare("remove", "{\"article_id\":\"three\"}"))
        .hasMessage("remove: 'article_id' must be long, got \"three\"");
    assertThatThrownBy(() -> prepare("remove", "[1]"))
        .hasMessageContaining("must be one JSON object");
    assertThat(stock.called).isEmpty();
  }

  @Test
  void aRequestOfAnotherToolIsNotCalled() {
    ToolRequest other = prepare("remove", "{\"article_id\":3}");
    assertThat(tool("pieces").call(other).status()).isEqualTo(ToolResult.Status.ERROR);
    assertThat(stock.called).isEmpty();
  }

  @Test
  void aMethodThatIsOverriddenIsOneTool() {
    List<Tool> shop = MethodTools.of(new Shop());
    assertThat(shop.stream().map(tool -> tool.spec().name()))
        .containsExactly("await", "place_order", "pieces", "remove");
    assertThat(shop.get(2).spec().description()).isEqualTo("Say how many pieces the shop has");
  }

  @Test
  void twoToolsOfOneNameAreRefused() {
    assertThatThrownBy(() -> MethodTools.of(stock, new Stock()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two tools are called 'await': Stock.await and Stock.await");
  }

  static class Endless {
    record Node(String name, List<Node> children) {}

    @CorvidTool(description = "Take a tree")
    void take(Node node) {}
  }

  @Test
  void aTypeThatIsPartOfItselfIsRefused() {
    assertThatThrownBy(() -> MethodTools.of(new Endless()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no JSON Schema can be made of")
        .hasMessageContaining("Node");
  }

  @Test
  void nothingThatAModelWritesBreaksATool() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String valid = "{\"lines\":[{\"article\":\"A1\",\"pieces\":2}],\"due\":\"2026-12-01\"}";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(valid);
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = random.nextInt(Math.max(1, text.length()));
        if (text.isEmpty()) {
          break;
        }
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
          default -> text.setLength(Math.max(1, at));
        }
      }
      try {
        assertThat(call("place_order", text.toString()).status()).isEqualTo(ToolResult.Status.OK);
      } catch (ToolArgumentsException e) {
        assertThat(e).hasMessageStartingWith("place_order: ");
      }
    }
  }
}
