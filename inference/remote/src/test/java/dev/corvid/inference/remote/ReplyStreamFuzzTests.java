package dev.corvid.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Completion;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams that were cut and changed: read to an end, or refused as what they are.
@Timeout(120)
class ReplyStreamFuzzTests {
  private static final long SEED = Long.getLong("corvid.seed", System.nanoTime());
  private static final Failures FAILURES =
      new Failures(RemoteSettings.of(URI.create("http://localhost:1/v1")).withKey("k-secret"));

  private static final String VALID =
      "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":null}\n\n"
          + "data: "
          + ScriptedServer.chunk("Corvus ")
          + "\r\n\r\n"
          + ": ping\n\n"
          + "data: "
          + ScriptedServer.chunk("corone \uD83D")
          + "\n\n"
          + "data: {\"choices\":[{\"delta\":{\"content\":\"\\uDC26 né\"},\"logprobs\":null}]}\n\n"
          + "data: "
          + ScriptedServer.end("stop")
          + "\n\n"
          + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":2}}}\n\n"
          + "data: [DONE]\n\n";

  private static final String[] WORDS = {
    "data: ",
    "\n\n",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "null",
    "-1",
    "1e400",
    "99999999999999999999",
    "\"error\":",
    "\"choices\":",
    "<html>",
    "\uFFFD",
    "\u0000",
    ",",
    "[DONE]",
    "\"usage\":{",
    "true"
  };

  /// What a server sent, in pieces.
  private static Body body(byte[] bytes, Random random) {
    Body body = new Body();
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {}
        });
    for (int at = 0; at < bytes.length; ) {
      int next = Math.min(bytes.length, at + 1 + random.nextInt(40));
      body.onNext(List.of(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, next))));
      at = next;
    }
    if (random.nextInt(4) == 0) {
      body.onError(new java.io.IOException("reset"));
    } else {
      body.onComplete();
    }
    return body;
  }

  private static Completion read(byte[] bytes, Random random) {
    StringBuilder heard = new StringBuilder();
    GenerationListener listener =
        new GenerationListener() {
          @Override
          public void text(String piece) {
            assertThat(piece).isNotEmpty();
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(piece)).isTrue();
            heard.append(piece);
          }
        };
    Generation generation =
        new Generation(GenerationOptions.greedy(100).withStop(List.of("stop it")), listener, 9);
    Completion completion = generation.read(body(bytes, random), FAILURES, Duration.ofSeconds(20));
    assertThat(heard.toString()).isEqualTo(completion.text());
    return completion;
  }

  @Test
  void theUnchangedStreamIsReadHoweverItIsCut() {
    Random random = new Random(SEED);
    for (int round = 0; round < 50; round++) {
      Completion completion = read(VALID.getBytes(StandardCharsets.UTF_8), random);
      assertThat(completion.text()).as("seed %d", SEED).isEqualTo("Corvus corone \uD83D\uDC26 né");
      assertThat(completion.usage().promptTokens()).isEqualTo(7);
      assertThat(completion.usage().cachedTokens()).isEqualTo(2);
      assertThat(completion.usage().completionTokens()).isEqualTo(3);
    }
  }

  @Test
  void changedStreamsEndInACompletionOrANamedFailure() {
    System.err.println("corvid.seed=" + SEED);
    Random random = new Random(SEED);
    int read = 0;
    int refused = 0;
    for (int round = 0; round < 4000; round++) {
      byte[] bytes = changed(random);
      try {
        read(bytes, random);
        read++;
      } catch (RemoteException e) {
        refused++;
        assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("k-secret");
        assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
        assertThat(e.remedy()).isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError("seed %d, round %d".formatted(SEED, round), e);
      }
    }
    assertThat(read).as("seed %d", SEED).isPositive();
    assertThat(refused).as("seed %d", SEED).isPositive();
  }

  private static byte[] changed(Random random) {
    StringBuilder text = new StringBuilder(VALID);
    for (int i = random.nextInt(6); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, WORDS[random.nextInt(WORDS.length)]);
        case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
        default -> text.setCharAt(at, (char) random.nextInt(256));
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }
}
