package dev.corvid.inference.internal.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261122L);
  private static final Path GOLDEN = Path.of("src/test/resources/golden/templates");
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 22, 1, 2, 3);

  /// The chats of `golden/templates.py`: role, text, role, text, …
  private static final List<List<String>> CHATS =
      List.of(
          List.of("user", "Hi"),
          List.of(
              "system",
              "Be brief.",
              "user",
              "  Hi <|im_end|> there\n\n",
              "assistant",
              "Yes?",
              "user",
              "日本 \"q\" 's'"),
          List.of("user", "", "assistant", "", "user", "x\ny"),
          List.of("system", "", "user", "a"),
          List.of("user", "a", "system", "b", "user", "c"));

  @ParameterizedTest
  @MethodSource("templates")
  void rendersAsJinja(Path file) throws IOException {
    Template template = Template.parse(Files.readString(file));
    String name = file.getFileName().toString().replace(".jinja", "");
    for (int i = 0; i < CHATS.size(); i++) {
      assertThat(rendered(template, CHATS.get(i)))
          .as("chat " + i)
          .isEqualTo(Files.readString(GOLDEN.resolve(name + "." + i + ".txt")));
    }
  }

  static Stream<Path> templates() throws IOException {
    return Files.list(GOLDEN).filter(file -> file.toString().endsWith(".jinja")).sorted();
  }

  private static String rendered(Template template, List<String> chat) {
    try {
      return template.render(context(chat), NOW).value();
    } catch (TemplateException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static Map<String, Object> context(List<String> chat) {
    List<Object> messages = new ArrayList<>();
    for (int i = 0; i < chat.size(); i += 2) {
      messages.add(
          Map.of("role", Text.literal(chat.get(i)), "content", Text.data(chat.get(i + 1))));
    }
    Map<String, Object> context = new HashMap<>();
    context.put("messages", messages);
    context.put("add_generation_prompt", true);
    context.put("tools", Template.NONE);
    context.put("documents", Template.NONE);
    context.put("bos_token", Text.literal("<s>"));
    context.put("eos_token", Text.literal("</s>"));
    return context;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(x='ab') %}{% for i in range(100) %}{% set ns.x = ns.x ~ ns.x %}"
            + "{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{{ 'x' * 1000000000000 }}",
        "{{ range(1000000000000) }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}"
            + "{% endfor %}{{ ns.x == [ns.x[0], ns.x[1]] }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}"
            + "{% endfor %}{{ ns.x | tojson }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}"
            + "{% endfor %}{{ ns.x == [ns.x] }}{{ ns.x }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = ns.x + ns.x %}"
            + "{% endfor %}",
        "{% set s = 'x' * 4000000 %}{% for i in range(100000) %}{{ 'y' in s }}{% endfor %}",
        "{{ 9223372036854775807 + 1 }}",
        "{{ 2 ** 64 }}",
        "{{ 1 // 0 }}",
      })
  void stopsATemplateThatGoesTooFar(String source) {
    Template template = Template.parse(source);
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> template.render(Map.of(), NOW))
        .withMessageStartingWith("line 1: ");
  }

  @Test
  void refusesNestingThatWouldOverflowTheStack() {
    for (String source :
        List.of(
            "{{ " + "(".repeat(50_000) + " }}",
            "{{ " + "[".repeat(50_000) + " }}",
            "{{ " + "not ".repeat(50_000) + "x }}",
            "{{ " + "-".repeat(50_000) + "1 }}",
            "{% if x %}".repeat(50_000),
            "{% if x %}" + "{% elif x %}".repeat(50_000),
            "{{ x" + " if x else y".repeat(50_000) + " }}")) {
      assertThatExceptionOfType(TemplateException.class)
          .isThrownBy(() -> Template.parse(source))
          .withMessageContaining("must nest at most 100 deep");
    }
    Template deep = Template.parse("{{ 1" + " + 1".repeat(10_000) + " }}");
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> deep.render(Map.of(), NOW))
        .withMessageContaining("deep");
  }

  @Test
  void namesWhatItDoesNotSupport() {
    refused("{% include 'x' %}", "line 1: the block 'include' is not supported");
    refused("\n{{ 1 | pprint }}", "line 2: the filter 'pprint' is not supported");
    refused("{{ 1 is weird }}", "the test 'weird' is not supported");
    refused("{{ 'a'.encode() }}", "a string has no method 'encode' that is supported");
    refused("{{ ''.__class__.__mro__ }}", "is undefined");
    refused("{{ nothing() }}", "cannot call 'nothing': it is undefined");
    refused("{% if x %}", "a block must end with one of");
    refused("{{ 'abc }}", "a string must end with '");
    refused("{{ x", "a tag must end with }}");
    refused("{# x", "a comment must end with #}");
    refused("{% break %}", "must be inside a loop");
  }

  private static void refused(String source, String message) {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> Template.parse(source).render(Map.of(), NOW))
        .withMessageContaining(message);
  }

  @Test
  void anyMutationRendersOrIsRefused() throws IOException {
    Random random = new Random(SEED);
    List<Path> files = templates().toList();
    String alphabet = "{}%#-+'\"()[]|.,:=<>~ \n01ax*/";
    for (int i = 0; i < 3000; i++) {
      StringBuilder source =
          new StringBuilder(Files.readString(files.get(random.nextInt(files.size()))));
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        int at = random.nextInt(source.length());
        int end = Math.min(source.length(), at + random.nextInt(4));
        source.replace(at, end, "" + alphabet.charAt(random.nextInt(alphabet.length())));
      }
      render(source.toString(), "mutation " + i + " of seed " + SEED);
    }
  }

  private static void render(String source, String what) {
    try {
      Template.parse(source).render(context(CHATS.get(1)), NOW);
    } catch (TemplateException e) {
      assertThat(e.getMessage()).as(what).isNotBlank();
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(what + ": " + source, e);
    }
  }
}
