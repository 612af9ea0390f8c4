package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Exchange;
import dev.corvid.agent.FileConversations;
import dev.corvid.agent.spi.ConversationMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileConversationsTests extends ConversationMemoryContract {
  private static final Exchange FIRST = new Exchange("How many days?", "30.");
  private static final Exchange SECOND = new Exchange("And sick days?", "10.");

  @TempDir Path folder;

  @Override
  protected ConversationMemory memory() {
    return FileConversations.in(folder.resolve("conversations"));
  }

  private Path file() {
    return folder.resolve("conversations/one.jsonl");
  }

  @Test
  void anotherProcessReadsWhatWasKept() {
    memory().add("one", FIRST);
    memory().add("one", SECOND);
    assertThat(memory().exchanges("one")).containsExactly(FIRST, SECOND);
  }

  @Test
  void aLineThatACrashCutIsPassedOver() throws IOException {
    memory().add("one", FIRST);
    memory().add("one", SECOND);
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      ConversationMemory memory = memory();
      assertThat(List.of(FIRST, SECOND)).containsAll(memory.exchanges("one"));
      memory.add("one", SECOND);
      assertThat(memory.exchanges("one")).last().isEqualTo(SECOND);
    }
  }

  @Test
  void whateverStandsInTheFileIsSurvived() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    memory().add("one", FIRST);
    byte[] whole = Files.readAllBytes(file());
    for (int i = 0; i < 500; i++) {
      byte[] broken = whole.clone();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt(128);
      Files.write(file(), broken);
      assertThat(memory().exchanges("one")).as("seed %d", seed).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void theLastExchangeIsPinned() throws IOException {
    FileConversations memory = FileConversations.in(folder.resolve("conversations"));
    assertThat(memory.pinLast("one")).isEmpty();
    memory.add("one", FIRST);
    memory.add("one", SECOND);
    assertThat(memory.pinLast("one")).contains(SECOND.withPinned(true));
    memory.add("one", FIRST);
    assertThat(memory.exchanges("one")).containsExactly(FIRST, SECOND.withPinned(true), FIRST);
    try (Stream<Path> files = Files.list(folder.resolve("conversations"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void theLatestIsTheOneInWhichSomethingWasSaidLast() throws IOException {
    FileConversations memory = FileConversations.in(folder.resolve("conversations"));
    assertThat(memory.latest()).isEmpty();
    memory.add("one", FIRST);
    memory.add("two", FIRST);
    Files.setLastModifiedTime(file(), FileTime.fromMillis(Long.MAX_VALUE / 2_000_000));
    Files.writeString(folder.resolve("conversations/README"), "not one of them");
    assertThat(memory.latest()).contains("one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../one", "a/b", "a b", "one.jsonl", "é"})
  void anIdThatIsNoNameOfAFileIsRefused(String id) {
    ConversationMemory memory = memory();
    assertThatThrownBy(() -> memory.add(id, FIRST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + id + "'");
    assertThatThrownBy(() -> memory.exchanges(id)).isInstanceOf(IllegalArgumentException.class);
  }
}
