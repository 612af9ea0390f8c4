package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Exchange;
import dev.corvid.agent.spi.ConversationMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every [ConversationMemory] must do. Extend it and hand over an empty memory.
public abstract class ConversationMemoryContract {
  private static final Exchange FIRST = new Exchange("How many days?", "30 days. [1]");
  private static final Exchange SECOND = new Exchange("And\nsick days?", "", true);

  /// A memory without conversations.
  protected abstract ConversationMemory memory();

  @Test
  void exchangesComeInTheirOrder() {
    ConversationMemory memory = memory();
    memory.add("one", FIRST);
    memory.add("one", SECOND);
    assertThat(memory.exchanges("one")).containsExactly(FIRST, SECOND);
  }

  @Test
  void conversationsAreApart() {
    ConversationMemory memory = memory();
    memory.add("one", FIRST);
    memory.add("two", SECOND);
    assertThat(memory.exchanges("one")).containsExactly(FIRST);
    assertThat(memory.exchanges("two")).containsExactly(SECOND);
    assertThat(memory.exchanges("three")).isEmpty();
  }

  @Test
  void whatIsForgottenIsGone() {
    ConversationMemory memory = memory();
    memory.add("one", FIRST);
    assertThat(memory.forget("one")).isTrue();
    assertThat(memory.forget("one")).isFalse();
    assertThat(memory.exchanges("one")).isEmpty();
    memory.add("one", SECOND);
    assertThat(memory.exchanges("one")).containsExactly(SECOND);
  }

  @Test
  void anyTextIsKeptAsItIs() {
    ConversationMemory memory = memory();
    List<Exchange> odd =
        OddTexts.ALL.stream()
            .filter(text -> !text.isBlank())
            .map(text -> new Exchange(text, text))
            .toList();
    odd.forEach(exchange -> memory.add("odd", exchange));
    assertThat(memory.exchanges("odd")).isEqualTo(odd);
  }

  @Test
  void manyMayWriteAtOnce() throws ExecutionException, InterruptedException {
    ConversationMemory memory = memory();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Exchange exchange = new Exchange("question " + i, "answer " + i);
        writing.add(threads.submit(() -> memory.add("busy", exchange)));
      }
      for (Future<?> one : writing) {
        one.get();
      }
    }
    assertThat(memory.exchanges("busy")).hasSize(20).doesNotHaveDuplicates();
  }
}
