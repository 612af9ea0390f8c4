package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.command.Program;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellLoopTests {
  private final List<String> done = new ArrayList<>();

  private List<String> done(String... lines) {
    Program program = Main.program();
    ShellLoop.Work work =
        new ShellLoop.Work() {
          @Override
          public void run(String command, List<String> line) {
            assertThat(String.join(" ", line)).contains(command);
            done.add("run " + line);
          }

          @Override
          public void say(String text) {
            done.add("say " + text);
          }

          @Override
          public void note(String text) {
            done.add("note");
          }
        };
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    ShellLoop.run(new PipedLines(new ByteArrayInputStream(bytes)), program, work);
    return done;
  }

  @Test
  void aLineThatIsACommandAsAWholeIsOne() {
    assertThat(done("model list", "search --docs 'a b' raven", "help", "help model", "ask -h"))
        .containsExactly(
            "run [model, list]",
            "run [search, --docs, a b, raven]",
            "run [help]",
            "run [help, model]",
            "run [ask, -h]");
  }

  @Test
  void anythingElseIsSaid() {
    assertThat(done("How old is Rex?", "I don't know", "渡鸦在哪里?", "helpful words"))
        .containsExactly(
            "say How old is Rex?", "say I don't know", "say 渡鸦在哪里?", "say helpful words");
  }

  @Test
  void whatBeginsLikeACommandIsSaidWithANote() {
    assertThat(done("run the tests and tell me", "model", "ask --nonsense x"))
        .containsExactly(
            "note",
            "say run the tests and tell me",
            "note",
            "say model",
            "note",
            "say ask --nonsense x");
  }

  @Test
  void aQuestionMarkForcesAQuestion() {
    assertThat(done("? model list", "?help", "？帮助"))
        .containsExactly("say model list", "say help", "say 帮助");
  }

  @Test
  void aBackslashGoesOnInTheNextLine() {
    assertThat(done("What is\\", "this?", "", "last\\"))
        .containsExactly("say What is\nthis?", "say last");
  }

  @Test
  void exitEndsIt() {
    assertThat(done("model list", "exit", "model list")).hasSize(1);
  }
}
