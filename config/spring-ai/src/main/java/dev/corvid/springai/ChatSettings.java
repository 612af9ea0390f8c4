package dev.corvid.springai;

import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.util.StringUtils;

/// What the options of a request come to: what they leave open is the model's own.
///
/// @param generation how the answer is written
/// @param tools what may be called, possibly nothing
record ChatSettings(GenerationOptions generation, List<ToolCallback> tools) {
  /// Enough for an answer, and an end for a model that repeats itself.
  private static final int MAX_TOKENS = 1024;

  ChatSettings {
    Objects.requireNonNull(generation, "generation");
    tools = List.copyOf(tools);
  }

  /// @param asked the options of the request, of any class
  /// @param own the options of the model
  static ChatSettings of(ChatOptions asked, CorvidChatOptions own) {
    double temperature = first(asked.getTemperature(), own.getTemperature(), 0.0);
    GenerationOptions options =
        GenerationOptions.greedy(first(asked.getMaxTokens(), own.getMaxTokens(), MAX_TOKENS))
            .withTemperature(temperature)
            .withTopK(first(asked.getTopK(), own.getTopK(), 0))
            .withTopP(first(asked.getTopP(), own.getTopP(), 1.0))
            .withSeed(seed(asked, own));
    Optional<String> schema = schema(asked).or(() -> schema(own));
    // A text under a schema ends by itself: Corvid knows no stop string beside one.
    options =
        schema.isPresent()
            ? options.withConstraint(Constraint.JsonSchema.lenient(schema.get()))
            : options.withStop(stop(asked, own));
    return new ChatSettings(options, tools(asked));
  }

  private static <T> T first(@Nullable T asked, @Nullable T own, T otherwise) {
    if (asked != null) {
      return asked;
    }
    return own != null ? own : otherwise;
  }

  /// Without a seed each answer that is drawn is another one, as with other chat models.
  private static long seed(ChatOptions asked, CorvidChatOptions own) {
    Long seed = asked instanceof CorvidChatOptions options ? options.getSeed() : null;
    return first(seed, own.getSeed(), ThreadLocalRandom.current().nextLong());
  }

  private static Optional<String> schema(ChatOptions options) {
    return options instanceof StructuredOutputChatOptions structured
        ? Optional.ofNullable(structured.getOutputSchema()).filter(StringUtils::hasText)
        : Optional.empty();
  }

  private static List<String> stop(ChatOptions asked, CorvidChatOptions own) {
    List<String> none = List.of();
    return first(asked.getStopSequences(), own.getStopSequences(), none);
  }

  private static List<ToolCallback> tools(ChatOptions asked) {
    if (asked instanceof ToolCallingChatOptions options) {
      List<ToolCallback> callbacks = options.getToolCallbacks();
      return callbacks == null ? List.of() : callbacks;
    }
    return List.of();
  }
}
