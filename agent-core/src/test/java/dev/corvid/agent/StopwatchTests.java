package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopwatchTests {
  @Test
  void itGoesOnFromBeforeAndStandsStillWhileSomebodyIsAsked() {
    AtomicLong nanos = new AtomicLong(7);
    Stopwatch watch = new Stopwatch(Duration.ofSeconds(3), nanos::get);
    nanos.addAndGet(1_000_000_000);
    assertThat(watch.elapsed()).isEqualTo(Duration.ofSeconds(4));
    String word =
        watch.standStill(
            () -> {
              nanos.addAndGet(60_000_000_000L);
              return "yes";
            });
    assertThat(word).isEqualTo("yes");
    assertThat(watch.elapsed()).isEqualTo(Duration.ofSeconds(4));
    nanos.addAndGet(2_000_000_000);
    assertThat(watch.elapsed()).isEqualTo(Duration.ofSeconds(6));
  }
}
