package dev.corvid.inference.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.agent.spi.TextEmbedder.Purpose;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// In a process of its own: an overflow in native code ends it.
class LongCommandLineTests {
  /// Nearly as long as one argument may be on Linux.
  private static final int LONG = 120_000;

  static final class Embeds {
    public static void main(String[] arguments) {
      try (TextEmbedder embedder = BgeSmallEmbedder.open(1)) {
        System.out.println(embedder.embed(List.of("a raven"), Purpose.PASSAGE).size());
      }
    }
  }

  @Test
  void aProcessWithALongCommandLineEmbeds() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Embeds.class.getName(),
                "word ".repeat(LONG / 5))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
