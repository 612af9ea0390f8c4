package dev.corvid.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/// A provider that knows neither schemas nor usage, as some do: it answers a text in these pieces.
final class ProviderModel implements ChatModel {
  private final Function<Prompt, List<String>> pieces;
  private final boolean streams;
  private final List<Prompt> prompts = new ArrayList<>();

  private ProviderModel(Function<Prompt, List<String>> pieces, boolean streams) {
    this.pieces = pieces;
    this.streams = streams;
  }

  static ProviderModel saying(String... pieces) {
    return new ProviderModel(prompt -> List.of(pieces), true);
  }

  static ProviderModel failing(RuntimeException failure) {
    return new ProviderModel(
        prompt -> {
          throw failure;
        },
        true);
  }

  ProviderModel withoutStreams() {
    return new ProviderModel(pieces, false);
  }

  List<Prompt> prompts() {
    return prompts;
  }

  @Override
  public ChatResponse call(Prompt prompt) {
    prompts.add(prompt);
    return response(String.join("", pieces.apply(prompt)));
  }

  @Override
  public Flux<ChatResponse> stream(Prompt prompt) {
    if (!streams) {
      return ChatModel.super.stream(prompt);
    }
    prompts.add(prompt);
    return Flux.defer(() -> Flux.fromIterable(pieces.apply(prompt))).map(ProviderModel::response);
  }

  private static ChatResponse response(String text) {
    return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
  }
}
