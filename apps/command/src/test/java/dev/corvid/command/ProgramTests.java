package dev.corvid.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corvid.agent.CorvidException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ProgramTests {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private record Say(String name, Supplier<String> text) implements Command {
    @Override
    public String summary() {
      return "Say something";
    }

    @Override
    public List<String> examples() {
      return List.of(name + " --json");
    }

    @Override
    public Result run(Invocation invocation, Console console) {
      console.note("a note");
      console.stream("streamed ");
      String said = text.get();
      return new Result(Json.object("said", said), said);
    }
  }

  private static final class Broken extends CorvidException {
    private static final long serialVersionUID = 1L;

    Broken(Kind kind) {
      super(kind, "It broke.", "Mend it.");
    }

    @Override
    public String code() {
      return "broken";
    }
  }

  private int run(Supplier<String> text, String... line) {
    Program program = new Program("A program.", List.of(new Say("say", text)));
    return program.run(List.of(line), stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static String fail(RuntimeException e) {
    throw e;
  }

  @Test
  void resultsGoToStdoutAndNotesToStderr() {
    assertThat(run(() -> "wörld", "say")).isZero();
    assertThat(out()).isEqualTo("streamed \nwörld\n");
    assertThat(err()).isEqualTo("a note\n");
  }

  @Test
  void jsonIsOneObjectAndNothingElse() {
    assertThat(run(() -> "\"x\"\n", "say", "--json", "-q")).isZero();
    assertThat(out()).isEqualTo("{\"said\":\"\\\"x\\\"\\n\"}\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void kindsOfFailureHaveTheirExitCodes() {
    assertThat(run(() -> fail(new Broken(CorvidException.Kind.FAILED)), "say")).isEqualTo(1);
    assertThat(run(() -> fail(new Broken(CorvidException.Kind.INPUT)), "say")).isEqualTo(2);
    assertThat(run(() -> fail(new Broken(CorvidException.Kind.BUDGET)), "say")).isEqualTo(3);
    assertThat(run(() -> fail(new Broken(CorvidException.Kind.WAITING)), "say")).isEqualTo(4);
    assertThat(run(() -> fail(new CancellationException()), "say")).isEqualTo(130);
    assertThat(err()).contains("corvid: It broke.\n        Mend it.\n");
  }

  @Test
  void failuresAreJsonToo() {
    assertThat(run(() -> fail(new Broken(CorvidException.Kind.FAILED)), "say", "--json", "-q"))
        .isEqualTo(1);
    assertThat(out())
        .isEqualTo(
            "{\"error\":{\"code\":\"broken\",\"message\":\"It broke.\",\"remedy\":\"Mend it.\"}}\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void noStackTraceUnlessAskedFor() {
    var failure = new UncheckedIOException(new NoSuchFileException("/gone"));
    assertThat(run(() -> fail(failure), "say")).isEqualTo(1);
    assertThat(run(() -> fail(new IllegalStateException("odd")), "say")).isEqualTo(1);
    assertThat(err()).contains("/gone").contains("odd").doesNotContain("\tat ");
    run(() -> fail(new IllegalStateException("odd")), "say", "-v");
    assertThat(err()).contains("\tat ");
  }

  @Test
  void aLineThatMakesNoSenseIsWrongUsage() {
    assertThat(run(() -> "", "sya")).isEqualTo(2);
    assertThat(err()).contains("Unknown command 'sya'").contains("Did you mean 'say'?");
    assertThat(run(() -> "", "say", "twice")).isEqualTo(2);
    assertThat(run(() -> "", "--nothing")).isEqualTo(2);
    assertThat(run(() -> "")).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(run(() -> "", "sya", "--json")).isEqualTo(2);
    assertThat(out()).startsWith("{\"error\":{\"code\":\"usage\"");
  }

  @Test
  void helpAndVersionAreResults() {
    assertThat(run(() -> "", "help")).isZero();
    assertThat(run(() -> "", "--help")).isZero();
    assertThat(run(() -> "", "help", "say")).isZero();
    assertThat(run(() -> "", "say", "--help")).isZero();
    assertThat(run(() -> "", "--version")).isZero();
    assertThat(out())
        .contains("Say something")
        .contains("--model NAME|FILE.gguf|URL")
        .contains("corvid say --json")
        .containsPattern("corvid \\d+\\.\\d+");
    assertThat(err()).isEmpty();
    out.reset();
    run(() -> "", "help", "say", "--json");
    assertThat(out()).startsWith("{\"name\":\"say\"");
  }

  @Test
  void aLineWithoutACommandIsTheOneItBeginsWith() {
    Program program =
        new Program("A program.", List.of(new Say("say", () -> "said"))).beginningWith("say");
    assertThat(program.run(List.of(), stream(out), stream(err))).isZero();
    assertThat(program.run(List.of("--seed", "3"), stream(out), stream(err))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("said").doesNotContain("Usage");
    assertThat(program.run(List.of("--help"), stream(out), stream(err))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: corvid COMMAND");
    assertThat(program.run(List.of("--nonsense"), stream(out), stream(err))).isEqualTo(2);
    assertThat(program.run(List.of("nonsense"), stream(out), stream(err))).isEqualTo(2);
  }

  @Test
  void aLineIsACommandAsAWholeOrNone() {
    Program program = new Program("A program.", List.of(new Say("say", () -> "said")));
    assertThat(program.requireCommand(List.of("--json", "say"))).isEqualTo("say");
    assertThat(program.requireCommand(List.of("help", "say"))).isEqualTo(Program.HELP);
    for (List<String> none :
        List.of(List.of("say", "more"), List.of("help", "me"), List.of("x"), List.<String>of())) {
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(() -> program.requireCommand(none));
    }
  }
}
