package dev.corvid.inference;

import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import java.util.Arrays;
import java.util.List;
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

  /// With how many of a prompt's tokens the prompts of other users may begin too: those of the
  /// system's words, which say what functions there are and nothing of what anybody asked.
  int common(Prompt prompt, int[] tokens) {
    if (!(prompt instanceof Prompt.Chat(var messages))
        || messages.getFirst().role() != Message.Role.SYSTEM) {
      return 0;
    }
    int mismatch = Arrays.mismatch(template.encode(List.of(messages.getFirst())), tokens);
    return mismatch < 0 ? tokens.length : mismatch;
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
