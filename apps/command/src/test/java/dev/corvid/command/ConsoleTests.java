package dev.corvid.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleTests {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(boolean terminal) {
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new Console.Mode(false, false, false, terminal, terminal, false, 10));
  }

  @Test
  void progressShowsOnTerminalsOnlyAndLeavesNothingBehind() {
    console(false).status("half");
    assertThat(err.size() + out.size()).isZero();
    Console terminal = console(true);
    terminal.status("half");
    terminal.stream("text");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[Khalf\r\u001b[Ktext");
  }

  @Test
  void whatWasStreamedIsTakenBackWithAllItsRows() {
    Console terminal = console(true);
    terminal.stream("twelve chars\n");
    terminal.stream("end");
    out.reset();
    terminal.retractStreamed();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[K\u001b[2A\u001b[J");
  }

  @Test
  void jsonLeavesAbsentFieldsOut() {
    assertThat(
            Json.write(
                Json.object(
                    "a",
                    Optional.empty(),
                    "p",
                    Path.of("x"),
                    "b",
                    List.of(1, 2.5, true),
                    "c",
                    Double.NaN,
                    "d",
                    Thread.State.NEW)))
        .isEqualTo("{\"p\":\"x\",\"b\":[1,2.5,true],\"c\":null,\"d\":\"new\"}");
  }

  @Test
  void bytesAreShownInDecimalUnits() {
    assertThat(Console.bytes(1_117_320_768L)).isEqualTo("1.12 GB");
    assertThat(Console.bytes(98_362_432L)).isEqualTo("98.4 MB");
    assertThat(Console.bytes(500)).isEqualTo("0.5 kB");
  }
}
