package dev.corvid.inference;

import dev.corvid.agent.Prompt;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Turns a prompt into tokens. Thread-safe.
final class PromptEncoder {
  private final Tokenizer tokenizer;
  private final ChatTemplate template;

  PromptEncoder(ModelFile file, Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.template = ChatTemplate.of(file, tokenizer);
  }

  /// @throws ChatTemplateException if the model's template cannot render the chat
  /// @throws IllegalArgumentException if the prompt has no token
  int[] encode(Prompt prompt) {
    int[] tokens =
        switch (prompt) {
          case Prompt.Text(String text) -> bare(text);
          case Prompt.Chat(var messages) -> template.encode(messages);
        };
    if (tokens.length == 0) {
      throw new IllegalArgumentException("prompt must have at least one token, got none");
    }
    return tokens;
  }

  private int[] bare(String text) {
    int[] tokens = tokenizer.encode(text);
    OptionalInt bos = tokenizer.bos();
    if (!tokenizer.addsBos() || bos.isEmpty()) {
      return tokens;
    }
    return IntStream.concat(IntStream.of(bos.getAsInt()), IntStream.of(tokens)).toArray();
  }
}
