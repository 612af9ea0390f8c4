package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreeCallsTests {
  private static final String WEATHER =
      "{\"name\": \"weather.get\", \"arguments\": {\"city\": \"Kyoto\", \"days\": 2}}";
  private static final String TIME = "{\"name\": \"time\", \"arguments\": {}}";

  private static List<String> names(String text) {
    return FreeCalls.read(text).orElseThrow().stream().map(WrittenCall::name).toList();
  }

  @Test
  void theTemplatesTagsHoldOneCallEach() {
    assertThat(
            names(
                "Sure.\n<tool_call>\n%s\n</tool_call>\n<tool_call>\n%s\n</tool_call>"
                    .formatted(WEATHER, TIME)))
        .containsExactly("weather_get", "time");
  }

  @Test
  void aTagThatIsNeverClosedCounts() {
    assertThat(names("<tool_call>" + WEATHER + "<tool_call>" + TIME))
        .containsExactly("weather_get", "time");
  }

  @Test
  void fencesHoldOneCallOrMany() {
    assertThat(names("I call:\n```json\n" + WEATHER + "\n```\nand\n```\n" + TIME + "\n```\n"))
        .containsExactly("weather_get", "time");
    assertThat(names("```json\n[" + WEATHER + ", " + TIME + "]\n```"))
        .containsExactly("weather_get", "time");
    assertThat(names("```json\n" + WEATHER + "\n" + TIME)).containsExactly("weather_get", "time");
  }

  @Test
  void bareJsonIsFoundAmongProse() {
    assertThat(names(WEATHER)).containsExactly("weather_get");
    assertThat(names("[" + WEATHER + "," + TIME + "]")).containsExactly("weather_get", "time");
    assertThat(names("First {this} then " + WEATHER + " or [so] " + TIME + "."))
        .containsExactly("weather_get", "time");
  }

  @Test
  void otherWordsForTheSameAreRead() {
    assertThat(names("{\"type\": \"function\", \"function\": " + TIME + "}"))
        .containsExactly("time");
    assertThat(names("{\"name\": \"time\", \"parameters\": {}}")).containsExactly("time");
    assertThat(names("{\"name\": \"time\", \"arguments\": \"{\\\"zone\\\": 1}\"}"))
        .containsExactly("time");
  }

  @Test
  void argumentsAreKeptAsTheyAre() {
    WrittenCall call = FreeCalls.read("x " + WEATHER).orElseThrow().getFirst();

    assertThat(call.arguments().toString()).isEqualTo("{\"city\":\"Kyoto\",\"days\":2}");
  }

  @Test
  void proseMakesNoCall() {
    assertThat(FreeCalls.read("None of the functions does that, sorry.")).hasValue(List.of());
    assertThat(FreeCalls.read("")).hasValue(List.of());
    assertThat(FreeCalls.read("```python\nprint({'a': 1})\n```")).hasValue(List.of());
  }

  @Test
  void aCallThatBreaksOffCannotBeRead() {
    String cut = WEATHER.substring(0, WEATHER.length() - 1);

    assertThat(FreeCalls.read(cut)).isEmpty();
    assertThat(FreeCalls.read("```json\n" + cut)).isEmpty();
    assertThat(FreeCalls.read("<tool_call>\n" + cut)).isEmpty();
  }

  @Test
  void anyTextIsReadWithoutTrouble() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<String> parts =
        List.of(
            WEATHER,
            TIME,
            "<tool_call>",
            "</tool_call>",
            "```json\n",
            "```",
            "[",
            "]",
            "{",
            "}",
            "\"",
            ",",
            ":",
            "\\",
            "\\u",
            "1e999",
            "-",
            "null",
            "\n",
            "\uD83D",
            "\"name\"",
            "\"arguments\"");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        String part = parts.get(random.nextInt(parts.size()));
        text.append(
            part, 0, random.nextInt(4) == 0 ? random.nextInt(part.length() + 1) : part.length());
      }
      assertThat(FreeCalls.read(text.toString())).isNotNull();
    }
    assertThat(FreeCalls.read("[".repeat(50_000))).hasValue(List.of());
    assertThat(FreeCalls.read("{\"a\":".repeat(20_000))).hasValue(List.of());
  }
}
