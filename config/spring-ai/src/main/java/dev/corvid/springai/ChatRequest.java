package dev.corvid.springai;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.CorvidException;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;

/// Asks a chat model of Spring AI, on the calling thread.
///
/// @param name what the model is called in messages
record ChatRequest(ChatModel chatModel, String name, Prompt.Chat chat, GenerationOptions options) {
  private static final String REMEDY =
      "Check the settings of the chat model and its provider, then try again.";

  /// Whether a chat model takes a schema for its answers.
  static boolean hasStructuredOutput(ChatModel chatModel) {
    return chatModel.getOptions().mutate() instanceof StructuredOutputChatOptions.Builder<?>;
  }

  /// @param promptTokens counts if the provider does not tell
  /// @throws SpringAiException.Model if the chat model fails
  /// @throws CancellationException if the calling thread is interrupted
  Completion send(int promptTokens, GenerationListener listener) {
    Reply reply = new Reply(options, listener);
    try (Stream<ChatResponse> stream = open()) {
      Iterator<ChatResponse> responses = stream.iterator();
      while (!reply.isOver() && hasNext(responses)) {
        reply.hear(responses.next());
        requireUninterrupted();
      }
    }
    Completion completion = reply.completion(promptTokens);
    requireUninterrupted();
    return completion;
  }

  /// Closing it cancels what is still to come.
  private Stream<ChatResponse> open() {
    try {
      return responses().toStream();
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  private Flux<ChatResponse> responses() {
    var prompt =
        new org.springframework.ai.chat.prompt.Prompt(
            Chats.toSpring(chat.messages()), chatOptions());
    try {
      return chatModel.stream(prompt);
    } catch (UnsupportedOperationException e) {
      return Flux.defer(() -> Flux.just(chatModel.call(prompt)));
    }
  }

  private ChatOptions chatOptions() {
    ChatOptions.Builder<?> builder = chatModel.getOptions().mutate();
    builder.maxTokens(options.maxTokens());
    builder.temperature(options.temperature());
    if (options.topK() > 0) {
      builder.topK(options.topK());
    }
    if (options.topP() < 1) {
      builder.topP(options.topP());
    }
    if (builder instanceof ToolCallingChatOptions.Builder<?> tools) {
      tools.toolCallbacks(List.<ToolCallback>of());
    }
    if (builder instanceof CorvidChatOptions.Builder corvid) {
      corvid.seed(options.seed());
    }
    if (builder instanceof StructuredOutputChatOptions.Builder<?> structured
        && options.constraint() instanceof Constraint.JsonSchema(String schema, boolean strict)) {
      structured.outputSchema(schema);
    }
    return builder.build();
  }

  private boolean hasNext(Iterator<ChatResponse> responses) {
    try {
      return responses.hasNext();
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(RuntimeException thrown) {
    Throwable cause = Exceptions.unwrap(thrown);
    if (cause instanceof InterruptedException) {
      // Reactor clears the flag; the caller is to see that it was interrupted.
      Thread.currentThread().interrupt();
    }
    requireUninterrupted();
    return switch (cause) {
      case CorvidException known -> known;
      case CancellationException cancelled -> cancelled;
      default ->
          new SpringAiException.Model(
              "The chat model %s failed: %s".formatted(name, cause.getMessage()), REMEDY, cause);
    };
  }

  private static void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while a chat model was answering");
    }
  }
}
