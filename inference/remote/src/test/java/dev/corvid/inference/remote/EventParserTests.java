package dev.corvid.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.inference.remote.EventParser.TooLong;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTests {
  private static final long SEED = Long.getLong("corvid.seed", System.nanoTime());

  private static List<String> parse(String text) throws TooLong {
    EventParser parser = new EventParser(1000);
    List<String> events = new ArrayList<>(parser.feed(text.getBytes(StandardCharsets.UTF_8)));
    events.addAll(parser.finish());
    return events;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesEndInAnyWay(String end) throws TooLong {
    String text = "data: one\n\ndata:two\ndata:  three\n\n".replace("\n", end);
    assertThat(parse(text)).containsExactly("one", "two\n three");
  }

  @Test
  void whatIsNoDataIsLeftOut() throws TooLong {
    assertThat(parse("\uFEFF: ping\nevent: x\nid: 7\nretry: 3\ndata\n\ndatax: no\n\n\n: bye\n\n"))
        .containsExactly("");
  }

  @Test
  void aLineThatIsCutIsNoEventAndAWholeOneIs() throws TooLong {
    assertThat(parse("data: one\n\ndata: two\ndata: thr")).containsExactly("one", "two");
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatThrownBy(() -> parse("data: " + "x".repeat(1000))).isInstanceOf(TooLong.class);
    assertThatThrownBy(() -> parse(("data: " + "x".repeat(100) + "\n").repeat(11)))
        .isInstanceOf(TooLong.class);
  }

  @Test
  void howTheBytesAreCutMakesNoDifference() throws TooLong {
    System.err.println("corvid.seed=" + SEED);
    Random random = new Random(SEED);
    for (int round = 0; round < 300; round++) {
      byte[] stream = stream(random);
      EventParser whole = new EventParser(10_000);
      List<String> expected = new ArrayList<>(whole.feed(stream));
      expected.addAll(whole.finish());
      EventParser parser = new EventParser(10_000);
      List<String> events = new ArrayList<>();
      for (int at = 0; at < stream.length; ) {
        int next = Math.min(stream.length, at + 1 + random.nextInt(9));
        events.addAll(parser.feed(Arrays.copyOfRange(stream, at, next)));
        at = next;
      }
      events.addAll(parser.finish());
      assertThat(events).as("seed %d, round %d", SEED, round).isEqualTo(expected);
    }
  }

  private static byte[] stream(Random random) {
    String[] parts = {
      "data: ", "data:", "\n", "\r\n", "\r", "\n\n", ":", " ", "é", "😀", "id: 1", "x"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i >= 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
