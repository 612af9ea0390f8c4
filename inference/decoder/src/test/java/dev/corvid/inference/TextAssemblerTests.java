package dev.corvid.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextAssemblerTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261122L);

  @Test
  void neverCutsACharacter() {
    TextAssembler assembler = new TextAssembler(List.of());
    byte[] smile = utf8("😀");
    assertThat(assembler.append(new byte[] {'a', smile[0]})).isEqualTo("a");
    assertThat(assembler.append(new byte[] {smile[1], smile[2]})).isEmpty();
    assertThat(assembler.append(new byte[] {smile[3], 'b'})).isEqualTo("😀b");
    assertThat(assembler.finish()).isEmpty();
  }

  @Test
  void replacesInvalidAndUnfinishedCharacters() {
    TextAssembler assembler = new TextAssembler(List.of());
    assertThat(assembler.append(new byte[] {'a', (byte) 0xFF, 'b'})).isEqualTo("a\uFFFDb");
    assertThat(assembler.append(new byte[] {(byte) 0xF0, (byte) 0x9F})).isEmpty();
    assertThat(assembler.finish()).isEqualTo("\uFFFD");
  }

  @Test
  void findsAStopStringThatSpansTokens() {
    TextAssembler assembler = new TextAssembler(List.of("\n\nUser:"));
    assertThat(assembler.append(utf8("Yes.\n"))).isEqualTo("Yes.");
    assertThat(assembler.append(utf8("\nUs"))).isEmpty();
    assertThat(assembler.stopped()).isFalse();
    assertThat(assembler.append(utf8("er: more"))).isEmpty();
    assertThat(assembler.stopped()).isTrue();
    assertThat(assembler.append(utf8("x"))).isEmpty();
    assertThat(assembler.finish()).isEmpty();
  }

  @Test
  void givesOutWhatTurnsOutToBeNoStopString() {
    TextAssembler assembler = new TextAssembler(List.of("aab"));
    assertThat(assembler.append(utf8("aa"))).isEmpty();
    assertThat(assembler.append(utf8("a"))).isEqualTo("a");
    assertThat(assembler.append(utf8("c"))).isEqualTo("aac");
    assertThat(assembler.append(utf8("a"))).isEmpty();
    assertThat(assembler.finish()).isEqualTo("a");
  }

  @Test
  void theStopStringThatIsCompleteFirstCounts() {
    TextAssembler assembler = new TextAssembler(List.of("abcd", "c"));
    assertThat(assembler.append(utf8("xab"))).isEqualTo("x");
    assertThat(assembler.append(utf8("c"))).isEqualTo("ab");
    assertThat(assembler.stopped()).isTrue();
  }

  @Test
  void anyCutOfTheBytesGivesTheSameText() {
    Random random = new Random(SEED);
    List<String> stops = List.of("STOP", "日本語", "😀😀");
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = randomBytes(random);
      String expected = before(stops, new String(bytes, StandardCharsets.UTF_8));
      assertThat(assembled(bytes, stops, random))
          .as("round %d of seed %d", round, SEED)
          .isEqualTo(expected);
    }
  }

  private static String assembled(byte[] bytes, List<String> stops, Random random) {
    TextAssembler assembler = new TextAssembler(stops);
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(5));
      String piece = assembler.append(Arrays.copyOfRange(bytes, at, end));
      assertThat(Surrogates.replaceLone(piece)).isEqualTo(piece);
      text.append(piece);
      at = end;
    }
    return text.append(assembler.finish()).toString();
  }

  /// The text before the stop string that is complete first.
  private static String before(List<String> stops, String text) {
    for (int end = 1; end <= text.length(); end++) {
      List<Integer> starts = new ArrayList<>();
      for (String stop : stops) {
        if (text.substring(0, end).endsWith(stop)) {
          starts.add(end - stop.length());
        }
      }
      if (!starts.isEmpty()) {
        return text.substring(0, starts.getFirst());
      }
    }
    return text;
  }

  private static byte[] randomBytes(Random random) {
    StringBuilder text = new StringBuilder();
    List<String> parts = List.of("a", "ST", "STO", "OP", "日", "本語", "日本", "😀", "é", " ");
    for (int n = random.nextInt(12); n > 0; n--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    byte[] bytes = utf8(text.toString());
    if (bytes.length > 0 && random.nextInt(3) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
