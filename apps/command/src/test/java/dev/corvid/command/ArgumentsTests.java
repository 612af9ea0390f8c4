package dev.corvid.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArgumentsTests {
  private static final Option<Path> DOCS = Option.path("docs", "PATH", "documents").repeated();
  private static final Option<Integer> TOP_K =
      Option.integer("top-k", "N", "passages", 1).withLetter("k").withDefault(4);
  private static final Option<String> SYSTEM = Option.text("system", "TEXT", "a system message");
  private static final Option<Thread.State> STATE =
      Option.choice("state", Thread.State.class, "a choice");

  private static final Command ASK =
      command(
          "ask", List.of(DOCS, TOP_K, SYSTEM, STATE), List.of(Argument.required("question", "it")));
  private static final Command PULL =
      command("model pull", List.of(), List.of(Argument.many("name", "models")));

  private static Command command(String name, List<Option<?>> options, List<Argument> arguments) {
    return new Command() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String summary() {
        return "For tests";
      }

      @Override
      public List<Option<?>> options() {
        return options;
      }

      @Override
      public List<Argument> arguments() {
        return arguments;
      }

      @Override
      public Result run(Invocation invocation, Console console) {
        return new Result(Json.object(), "");
      }
    };
  }

  private static Arguments.Parsed parse(String... line) {
    return Arguments.parse(List.of(ASK, PULL), List.of(line));
  }

  private static void assertUsage(String message, String... line) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void optionsStandAnywhereAndRepeat() {
    var parsed = parse("--json", "ask", "--docs", "a b", "how?", "--docs=c=d", "-k", "7");
    assertThat(parsed.command()).contains(ASK);
    assertThat(parsed.invocation().arguments()).containsExactly("how?");
    assertThat(parsed.invocation().values(DOCS)).containsExactly(Path.of("a b"), Path.of("c=d"));
    assertThat(parsed.invocation().get(TOP_K)).isEqualTo(7);
    assertThat(parsed.invocation().isSet(GlobalOptions.JSON)).isTrue();
    assertThat(parsed.invocation().isSet(GlobalOptions.OFFLINE)).isFalse();
  }

  @Test
  void absentOptionsHaveTheirDefault() {
    var invocation = parse("ask", "x").invocation();
    assertThat(invocation.get(TOP_K)).isEqualTo(4);
    assertThat(invocation.value(SYSTEM)).isEmpty();
    assertThat(invocation.values(DOCS)).isEmpty();
    assertThatThrownBy(() -> invocation.require(SYSTEM))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--system");
  }

  @Test
  void valuesAndArgumentsMayBeginWithADash() {
    var parsed = parse("ask", "--system", "--json", "--", "-1 or --docs?");
    assertThat(parsed.invocation().get(SYSTEM)).isEqualTo("--json");
    assertThat(parsed.invocation().arguments()).containsExactly("-1 or --docs?");
    assertThat(parse("ask", "-").invocation().arguments()).containsExactly("-");
  }

  @Test
  void commandsOfTwoWordsTakeArguments() {
    var parsed = parse("model", "pull", "a", "b");
    assertThat(parsed.command()).contains(PULL);
    assertThat(parsed.invocation().arguments()).containsExactly("a", "b");
  }

  @Test
  void choicesAreTypedInLowerCase() {
    assertThat(parse("ask", "--state", "timed-waiting", "x").invocation().get(STATE))
        .isEqualTo(Thread.State.TIMED_WAITING);
    assertUsage("must be one of new, runnable", "ask", "--state", "TIMED_WAITING");
  }

  @Test
  void mistakesNameTheOptionAndTheValue() {
    assertUsage("Unknown option --dosc of ask", "ask", "--dosc", "a");
    assertUsage("--top-k must be a whole number >= 1, got '0'", "ask", "--top-k", "0");
    assertUsage("-k must be a whole number >= 1, got 'x'", "ask", "-k", "x");
    assertUsage("--docs must not be empty", "ask", "--docs=");
    assertUsage("--top-k is given twice", "ask", "--top-k", "1", "-k", "2");
    assertUsage("--top-k needs a value", "ask", "--top-k");
    assertUsage("--json takes no value", "ask", "--json=yes");
  }

  @Test
  void anUnknownOptionIsExplainedByTheNearest() {
    assertThatThrownBy(() -> parse("ask", "--dosc", "a"))
        .isInstanceOfSatisfying(
            UsageException.class, e -> assertThat(e.remedy()).isEqualTo("Did you mean --docs?"));
  }

  @Test
  void theNumberOfArgumentsIsChecked() {
    assertThatThrownBy(() -> Arguments.checkCount(ASK, List.of()))
        .hasMessage("question is missing: it.");
    assertThatThrownBy(() -> Arguments.checkCount(ASK, List.of("how", "do")))
        .hasMessageContaining("takes one argument, got also 'do'");
    Arguments.checkCount(PULL, List.of("a", "b", "c"));
  }

  @Test
  void anyLineEitherParsesOrIsAUsageError() {
    long seed = Long.getLong("corvid.seed", 42);
    Random random = new Random(seed);
    String[] words = {
      "ask",
      "model",
      "pull",
      "--",
      "-",
      "--docs",
      "--docs=",
      "-k",
      "1",
      "--x",
      "",
      "-kk",
      "--json",
      "é",
      "--=",
      "=",
      "--top-k=2",
      "---",
      "\0"
    };
    for (int i = 0; i < 5_000; i++) {
      String[] line =
          random
              .ints(random.nextInt(7), 0, words.length)
              .mapToObj(w -> words[w])
              .toArray(String[]::new);
      try {
        parse(line);
      } catch (UsageException e) {
        assertThat(e.remedy()).as("seed %d, %s", seed, List.of(line)).isNotBlank();
      }
    }
  }
}
