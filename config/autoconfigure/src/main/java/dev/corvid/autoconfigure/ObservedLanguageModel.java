package dev.corvid.autoconfigure;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.ForwardingLanguageModel;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.OptionalLong;

/// A model whose calls are observed, and whose tokens are counted. Does not own the model.
final class ObservedLanguageModel extends ForwardingLanguageModel {
  private final ObservationRegistry registry;
  private final UsageMeter meter;
  private final boolean isTold;

  /// @param isTold whether prompts and completions are
  ObservedLanguageModel(
      LanguageModel model, ObservationRegistry registry, UsageMeter meter, boolean isTold) {
    super(model);
    this.registry = registry;
    this.meter = meter;
    this.isTold = isTold;
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    String operation =
        switch (prompt) {
          case Prompt.Chat chat -> "chat";
          case Prompt.Text text -> "text_completion";
        };
    UsageMeter.Call call = new UsageMeter.Call(operation, description().name());
    Observation observation = requested(observation(call, prompt), options);
    return Observed.in(
        observation,
        () -> {
          FirstChunk first = new FirstChunk(listener);
          Completion completion = super.generate(prompt, options, first);
          told(observation, call, completion.usage());
          written(observation, completion);
          first
              .after()
              .ifPresent(
                  nanos -> {
                    meter.firstChunk(call, Duration.ofNanos(nanos));
                    observation.highCardinalityKeyValue(
                        "gen_ai.response.time_to_first_chunk", String.valueOf(nanos / 1e9));
                  });
          return completion;
        });
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    UsageMeter.Call call = new UsageMeter.Call("score", description().name());
    Observation observation = observation(call, prompt);
    return Observed.in(
        observation,
        () -> {
          Score score = super.score(prompt, continuation, listener);
          told(observation, call, score.usage());
          return score;
        });
  }

  private Observation observation(UsageMeter.Call call, Prompt prompt) {
    Observation observation =
        Observation.createNotStarted(GenAi.MODEL_DURATION, registry)
            .contextualName(call.operation() + " " + call.model())
            .lowCardinalityKeyValue(GenAi.OPERATION, call.operation())
            .lowCardinalityKeyValue(GenAi.PROVIDER, GenAi.CORVID)
            .lowCardinalityKeyValue(GenAi.REQUEST_MODEL, call.model());
    return isTold
        ? observation.highCardinalityKeyValue(GenAi.INPUT, Messages.input(prompt))
        : observation;
  }

  private static Observation requested(Observation observation, GenerationOptions options) {
    String type =
        switch (options.constraint()) {
          case Constraint.None none -> "text";
          case Constraint.JsonSchema schema -> "json";
        };
    return observation
        .highCardinalityKeyValue("gen_ai.output.type", type)
        .highCardinalityKeyValue("gen_ai.request.max_tokens", String.valueOf(options.maxTokens()))
        .highCardinalityKeyValue(
            "gen_ai.request.temperature", String.valueOf(options.temperature()));
  }

  private void told(Observation observation, UsageMeter.Call call, Usage usage) {
    meter.used(call, usage);
    observation
        .highCardinalityKeyValue(GenAi.INPUT_TOKENS, String.valueOf(usage.promptTokens()))
        .highCardinalityKeyValue(GenAi.CACHED_TOKENS, String.valueOf(usage.cachedTokens()))
        .highCardinalityKeyValue(GenAi.OUTPUT_TOKENS, String.valueOf(usage.completionTokens()));
  }

  private void written(Observation observation, Completion completion) {
    observation.highCardinalityKeyValue(
        "gen_ai.response.finish_reasons",
        "[\"%s\"]".formatted(Messages.finishReason(completion.stopReason())));
    if (isTold) {
      observation.highCardinalityKeyValue(GenAi.OUTPUT, Messages.output(completion));
    }
  }

  @Override
  public void close() {
    // Whoever opened the model closes it.
  }

  /// Remembers when the first piece of text came.
  private static final class FirstChunk implements GenerationListener {
    private final GenerationListener listener;
    private final long begun = System.nanoTime();
    private long came;

    FirstChunk(GenerationListener listener) {
      this.listener = listener;
    }

    OptionalLong after() {
      return came == 0 ? OptionalLong.empty() : OptionalLong.of(came - begun);
    }

    @Override
    public void prefilled(int done, int total) {
      listener.prefilled(done, total);
    }

    @Override
    public void text(String piece) {
      if (came == 0) {
        came = System.nanoTime();
      }
      listener.text(piece);
    }
  }
}
