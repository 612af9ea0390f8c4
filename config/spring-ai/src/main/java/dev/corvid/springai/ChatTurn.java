package dev.corvid.springai;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.util.List;
import java.util.UUID;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/// What a model makes of one request: calls of tools or an answer. For one use.
final class ChatTurn {
  private final LanguageModel model;
  private final List<Message> messages;
  private final ChatSettings settings;
  private final String id = "corvid-" + UUID.randomUUID();

  ChatTurn(LanguageModel model, List<Message> messages, ChatSettings settings) {
    this.model = model;
    this.messages = messages;
    this.settings = settings;
  }

  /// @param deciding hears how the model chooses among tools, none of which is an answer
  /// @param answering hears the answer
  ChatResponse run(GenerationListener deciding, GenerationListener answering) {
    Usage spent = Usage.NONE;
    if (!settings.tools().isEmpty()) {
      ToolChoice.Choice choice = new ToolChoice(model, settings.tools()).choose(messages, deciding);
      spent = choice.usage();
      if (!choice.calls().isEmpty()) {
        return response(calling(choice.calls()), "TOOL_CALLS", spent);
      }
    }
    Completion answer =
        model.generate(new Prompt.Chat(Chats.toCorvid(messages)), settings.generation(), answering);
    return response(
        new AssistantMessage(answer.text()),
        finishReason(answer.stopReason()),
        spent.plus(answer.usage()));
  }

  private static AssistantMessage calling(List<AssistantMessage.ToolCall> calls) {
    return AssistantMessage.builder().content("").toolCalls(calls).build();
  }

  private ChatResponse response(AssistantMessage message, String reason, Usage usage) {
    return new ChatResponse(
        List.of(
            new Generation(message, ChatGenerationMetadata.builder().finishReason(reason).build())),
        ChatResponseMetadata.builder()
            .id(id)
            .model(model.description().name())
            .usage(usage(usage))
            .build());
  }

  /// A piece of the answer.
  ChatResponse piece(String text) {
    return new ChatResponse(
        List.of(new Generation(new AssistantMessage(text))),
        ChatResponseMetadata.builder().id(id).model(model.description().name()).build());
  }

  /// What remains to be said of a response whose text was told in pieces.
  static ChatResponse last(ChatResponse response) {
    List<Generation> ends =
        response.getResults().stream()
            .map(
                generation ->
                    generation.getOutput().hasToolCalls()
                        ? generation
                        : new Generation(new AssistantMessage(""), generation.getMetadata()))
            .toList();
    return new ChatResponse(ends, response.getMetadata());
  }

  private static DefaultUsage usage(Usage usage) {
    return new DefaultUsage(
        usage.promptTokens(),
        usage.completionTokens(),
        usage.promptTokens() + usage.completionTokens(),
        usage,
        (long) usage.cachedTokens(),
        null);
  }

  /// In the words of the other chat models.
  private static String finishReason(Completion.StopReason reason) {
    return switch (reason) {
      case END, STOP, CONSTRAINT -> "STOP";
      case LENGTH -> "LENGTH";
    };
  }
}
