package dev.corvid.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.ToolArgumentsException;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.spi.Tool;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents that somebody damaged: only the exceptions that say so may come out.
class FuzzTests {
  private static final int ROUNDS = 400;
  private static final String[] PIECES = {
    "{}",
    "[]",
    "null",
    "0",
    "1e999",
    "\"\"",
    "true",
    "{\"$ref\": \"#\"}",
    "{\"$ref\": \"#/paths\"}",
    "{\"allOf\": [{\"$ref\": \"#/components/schemas/Bird\"}]}",
    "*a",
    "&a",
    "<<",
    ":",
    "- ",
    "\n",
    "  ",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ",",
    "#",
    "|",
    ">",
    "%",
    "@",
    "\t",
    "\u0000",
    "é",
    "required",
    "readOnly",
    "nullable: true",
    "$ref",
    "..",
    "{x}",
    "-1",
    ".inf",
    "~"
  };

  private final long seed = Long.getLong("corvid.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @ParameterizedTest
  @ValueSource(strings = {"aviary.yaml", "ferry.json"})
  void aDamagedDocumentIsReadOrRefused(String name) {
    System.err.println("-Dcorvid.seed=" + seed);
    byte[] whole = Samples.bytes(name);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = damaged(whole);
      try {
        useAll(Specification.of("fuzz", Optional.empty(), damaged));
      } catch (SpecificationException e) {
        assertThat(e.remedy()).isNotBlank();
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "seed %d, round %d: %s"
                .formatted(seed, round, new String(damaged, StandardCharsets.UTF_8)),
            e);
      }
    }
  }

  private void useAll(Specification specification) {
    RestSettings settings = RestSettings.defaults().withBaseUrl("http://localhost:9");
    try (RestTools tools = RestTools.of(specification, settings)) {
      assertThat(tools.operations().size() + tools.skipped().size()).isEqualTo(tools.declared());
      for (Tool tool : tools.tools()) {
        for (String arguments :
            new String[] {
              "{}", "{\"id\": 1, \"name\": \"x\", \"trip\": 2, \"passengers\": [{}]}"
            }) {
          try {
            tool.prepare(new ToolCall("c", tool.spec().name(), arguments));
          } catch (ToolArgumentsException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(2_000);
          }
        }
      }
    }
  }

  private byte[] damaged(byte[] whole) {
    String text = new String(whole, StandardCharsets.UTF_8);
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(30));
      text =
          switch (random.nextInt(4)) {
            case 0 ->
                text.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + text.substring(at);
            case 1 -> text.substring(0, at) + text.substring(end);
            case 2 ->
                text.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + text.substring(end);
            default -> swapped(text, at);
          };
      if (text.isEmpty()) {
        return whole;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// One word of the document in place of another.
  private String swapped(String text, int at) {
    String[] words = text.split("[^A-Za-z$#/]+");
    String one = words[random.nextInt(words.length)];
    String other = words[random.nextInt(words.length)];
    int found = text.indexOf(one, at);
    return found < 0 || one.isEmpty()
        ? text
        : text.substring(0, found) + other + text.substring(found + one.length());
  }
}
