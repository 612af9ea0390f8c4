package dev.corvid.springai;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/// What a [CorvidChatModel] can be told: what any chat model of Spring AI can, a JSON Schema that
/// its text keeps to, and a seed. What is null is left to the model.
///
/// A model in this process has no penalties for repetition: `frequencyPenalty` and
/// `presencePenalty` change nothing. `model` is a name for traces; it does not choose one.
public final class CorvidChatOptions extends DefaultToolCallingChatOptions
    implements StructuredOutputChatOptions {
  private final @Nullable String outputSchema;
  private final @Nullable Long seed;

  private CorvidChatOptions(
      ToolCallingChatOptions common, @Nullable String outputSchema, @Nullable Long seed) {
    super(
        common.getToolCallbacks(),
        common.getToolContext(),
        common.getModel(),
        common.getFrequencyPenalty(),
        common.getMaxTokens(),
        common.getPresencePenalty(),
        common.getStopSequences(),
        common.getTemperature(),
        common.getTopK(),
        common.getTopP());
    this.outputSchema = outputSchema;
    this.seed = seed;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// The JSON Schema of the answer. Each answer is one JSON text that keeps to it, but for the
  /// keywords of [dev.corvid.agent.SchemaKeywords#unenforced].
  @Override
  public @Nullable String getOutputSchema() {
    return outputSchema;
  }

  /// The seed of the sampler: with the same one, the same prompt gets the same answer.
  public @Nullable Long getSeed() {
    return seed;
  }

  @Override
  public Builder mutate() {
    return new Builder()
        .model(getModel())
        .frequencyPenalty(getFrequencyPenalty())
        .maxTokens(getMaxTokens())
        .presencePenalty(getPresencePenalty())
        .stopSequences(getStopSequences())
        .temperature(getTemperature())
        .topK(getTopK())
        .topP(getTopP())
        .toolCallbacks(getToolCallbacks())
        .toolContext(getToolContext())
        .outputSchema(outputSchema)
        .seed(seed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other)
        && other instanceof CorvidChatOptions that
        && Objects.equals(outputSchema, that.outputSchema)
        && Objects.equals(seed, that.seed);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), outputSchema, seed);
  }

  /// Builds options. Not thread-safe.
  public static final class Builder extends DefaultToolCallingChatOptions.Builder<Builder>
      implements StructuredOutputChatOptions.Builder<Builder> {
    private @Nullable String outputSchema;
    private @Nullable Long seed;

    private Builder() {}

    @Override
    public Builder outputSchema(@Nullable String value) {
      this.outputSchema = value;
      return this;
    }

    public Builder seed(@Nullable Long value) {
      this.seed = value;
      return this;
    }

    @Override
    public Builder combineWith(ChatOptions.Builder<?> other) {
      super.combineWith(other);
      if (other.build() instanceof StructuredOutputChatOptions that
          && that.getOutputSchema() != null) {
        this.outputSchema = that.getOutputSchema();
      }
      if (other instanceof Builder that && that.seed != null) {
        this.seed = that.seed;
      }
      return this;
    }

    @Override
    public CorvidChatOptions build() {
      return new CorvidChatOptions(super.build(), outputSchema, seed);
    }
  }
}
