package dev.corvid.autoconfigure;

import dev.corvid.agent.Usage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// Tokens and times as meters.
record MicrometerUsage(MeterRegistry registry) implements UsageMeter {
  @Override
  public void used(Call call, Usage usage) {
    tokens(call, "input").record(usage.promptTokens());
    tokens(call, "output").record(usage.completionTokens());
  }

  private DistributionSummary tokens(Call call, String type) {
    return DistributionSummary.builder(GenAi.TOKEN_USAGE)
        .description("Tokens read and written per call of a model")
        .tags(tags(call).and(GenAi.TOKEN_TYPE, type))
        .register(registry);
  }

  @Override
  public void firstChunk(Call call, Duration after) {
    Timer.builder(GenAi.FIRST_CHUNK)
        .description("Time until a model wrote its first piece of text")
        .tags(tags(call))
        .register(registry)
        .record(after);
  }

  private static Tags tags(Call call) {
    return Tags.of(
        GenAi.OPERATION, call.operation(),
        GenAi.PROVIDER, GenAi.CORVID,
        GenAi.REQUEST_MODEL, call.model());
  }
}
