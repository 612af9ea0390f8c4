package dev.corvid.autoconfigure;

import dev.corvid.agent.Outcome;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.RunObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.function.Supplier;

/// Questions and runs as observations, the parents of what happens in them.
///
/// @param isTold whether questions and answers are
record ObservedRuns(ObservationRegistry registry, boolean isTold) implements RunObserver {
  @Override
  public <T> T observe(Operation operation, Supplier<T> work) {
    Observation observation =
        Observation.createNotStarted(GenAi.AGENT_DURATION, registry)
            .contextualName("invoke_agent " + GenAi.CORVID)
            .lowCardinalityKeyValue(GenAi.OPERATION, "invoke_agent")
            .lowCardinalityKeyValue(GenAi.AGENT_NAME, GenAi.CORVID)
            .lowCardinalityKeyValue(GenAi.RUN_OPERATION, word(operation))
            .lowCardinalityKeyValue(GenAi.RUN_STATUS, GenAi.NONE);
    return Observed.in(
        observation,
        () -> {
          T result = work.get();
          if (result instanceof Outcome outcome) {
            ended(observation, outcome.status(), outcome.usage());
            said(observation, outcome.answer());
          } else if (result instanceof RunReport report) {
            report.status().ifPresent(status -> ended(observation, status, report.usage()));
            observation.highCardinalityKeyValue("corvid.run.id", report.run());
            said(observation, report.answer());
          }
          return result;
        });
  }

  private static void ended(Observation observation, Enum<?> status, Usage usage) {
    observation
        .lowCardinalityKeyValue(GenAi.RUN_STATUS, word(status))
        .highCardinalityKeyValue(GenAi.INPUT_TOKENS, String.valueOf(usage.promptTokens()))
        .highCardinalityKeyValue(GenAi.OUTPUT_TOKENS, String.valueOf(usage.completionTokens()));
  }

  private void said(Observation observation, String answer) {
    if (isTold) {
      observation.highCardinalityKeyValue(GenAi.OUTPUT, Messages.output(answer, "stop"));
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
