package dev.corvid.shell;

import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.spi.AgentListener;
import java.util.Locale;
import java.util.OptionalDouble;

/// Measures what a session's model does, for the status line.
final class Meter implements AgentListener {
  private int prompt;
  private OptionalDouble speed = OptionalDouble.empty();

  @Override
  public void on(AgentEvent event) {
    switch (event) {
      case AgentEvent.PromptRead read -> prompt = Math.max(prompt, read.total());
      case AgentEvent.Finished finished -> {
        double seconds = finished.outcome().timings().decode().toNanos() / 1e9;
        int tokens = finished.outcome().usage().completionTokens();
        speed = seconds > 0 && tokens > 0 ? OptionalDouble.of(tokens / seconds) : speed;
      }
      default -> {}
    }
  }

  void restart() {
    prompt = 0;
  }

  /// The part of the context that the longest prompt of the last answer took, and how fast the
  /// model wrote.
  String shown(int context) {
    String used = prompt == 0 ? "" : " · context %.0f %%".formatted(100.0 * prompt / context);
    return speed.isPresent()
        ? used + String.format(Locale.ROOT, " · %.1f tokens/s", speed.getAsDouble())
        : used;
  }
}
