package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Admission;
import dev.corvid.agent.Agent;
import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.BusyException;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTests {
  private static final Task TASK = Task.question("When was the bridge opened?");

  private final Admission admission = Admission.of(1, 2);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final Agent agent =
      Agent.with(ScriptedLanguageModel.replies())
          .retriever(StoredPassages.of())
          .admission(admission)
          .build();

  private Outcome ask(String name) {
    return agent.ask(
        TASK,
        event -> {
          if (event instanceof AgentEvent.Retrieved) {
            order.add(name);
            begun.countDown();
            await(held);
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitWaiting(int count) throws InterruptedException {
    while (admission.waiting() != count) {
      Thread.sleep(1);
    }
  }

  @Test
  void runsWaitInTheOrderInWhichTheyCame() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> outcomes = new ArrayList<>();
      outcomes.add(threads.submit(() -> ask("first")));
      await(begun);
      outcomes.add(threads.submit(() -> ask("second")));
      awaitWaiting(1);
      outcomes.add(threads.submit(() -> ask("third")));
      awaitWaiting(2);

      assertThatThrownBy(() -> ask("fourth"))
          .isInstanceOf(BusyException.class)
          .hasMessage("2 runs wait for the model already, as many as may.");

      held.countDown();
      for (Future<Outcome> outcome : outcomes) {
        assertThat(outcome.get().status()).isEqualTo(Outcome.Status.UNKNOWN);
      }
    }
    assertThat(order).containsExactly("first", "second", "third");
    assertThat(admission.free()).isOne();
  }

  @Test
  void aRunThatIsInterruptedWaitsNoLonger() throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread first = Thread.ofVirtual().start(() -> ask("first"));
    await(begun);
    Thread second =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ask("second");
                  } catch (CancellationException e) {
                    failure.set(e);
                  }
                });
    awaitWaiting(1);

    second.interrupt();
    second.join();
    held.countDown();
    first.join();

    assertThat(failure.get()).hasMessage("interrupted while waiting");
    assertThat(order).containsExactly("first");
    assertThat(admission.waiting()).isZero();
    assertThat(admission.free()).isOne();
  }

  @Test
  void aRunThatFailsLetsTheNextOneIn() {
    assertThatThrownBy(
            () ->
                agent.ask(
                    TASK,
                    event -> {
                      throw new IllegalStateException("the listener");
                    }))
        .hasMessage("the listener");
    assertThat(admission.free()).isOne();
  }
}
