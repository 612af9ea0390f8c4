package dev.corvid.inference.internal.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTests {
  @Test
  void everyTaskRunsOnceWhateverTheirNumber() {
    try (Workers workers = Workers.of(3)) {
      for (int tasks : new int[] {0, 1, 2, 3, 1000}) {
        var calls = new AtomicIntegerArray(tasks);
        workers.run(tasks, calls::incrementAndGet);
        for (int i = 0; i < tasks; i++) {
          assertThat(calls.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void plainWritesOfTasksAreVisibleToTheCaller() {
    try (Workers workers = Workers.of(4)) {
      int[] sums = new int[64];
      for (int round = 0; round < 20_000; round++) {
        workers.run(64, i -> sums[i]++);
      }
      assertThat(sums).containsOnly(20_000);
    }
  }

  @Test
  void manyMoreThreadsThanProcessorsFinish() {
    try (Workers workers = Workers.of(16 * Workers.defaultThreads())) {
      var total = new AtomicInteger();
      for (int round = 0; round < 500; round++) {
        workers.run(100, i -> total.addAndGet(i));
      }
      assertThat(total).hasValue(500 * 4950);
    }
  }

  @Test
  void sectionsOfSeveralCallersDoNotMix() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      var total = new AtomicInteger();
      Thread[] callers = new Thread[4];
      for (int c = 0; c < callers.length; c++) {
        callers[c] =
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int round = 0; round < 500; round++) {
                        workers.run(10, i -> total.incrementAndGet());
                      }
                    });
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(total).hasValue(4 * 500 * 10);
    }
  }

  @Test
  void theFirstFailureIsRethrownAndTheWorkersLiveOn() {
    try (Workers workers = Workers.of(2)) {
      for (int round = 0; round < 50; round++) {
        assertThatThrownBy(
                () ->
                    workers.run(
                        100,
                        i -> {
                          if (i == 17) {
                            throw new IllegalArgumentException("task " + i);
                          }
                        }))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("task 17");
      }
      var calls = new AtomicInteger();
      workers.run(10, i -> calls.incrementAndGet());
      assertThat(calls).hasValue(10);
    }
  }

  @Test
  void misuseIsRefused() {
    assertThatThrownBy(() -> Workers.of(0)).isInstanceOf(IllegalArgumentException.class);
    try (Workers workers = Workers.of(1)) {
      assertThatThrownBy(() -> workers.run(1, i -> workers.run(1, j -> {})))
          .isInstanceOf(IllegalStateException.class);
    }
    Workers closed = Workers.of(2);
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.run(1, i -> {})).isInstanceOf(IllegalStateException.class);
  }
}
