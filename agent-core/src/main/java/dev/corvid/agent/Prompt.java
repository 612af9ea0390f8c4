package dev.corvid.agent;

import java.util.List;
import java.util.Objects;

/// What a model continues: a chat, rendered by the model's own template, or bare text.
public sealed interface Prompt {
  /// A chat, ending where the assistant's next message begins.
  record Chat(List<Message> messages) implements Prompt {
    public Chat {
      messages = List.copyOf(messages);
      if (messages.isEmpty()) {
        throw new IllegalArgumentException("messages must not be empty");
      }
    }
  }

  /// Text continued as it stands, without a template.
  record Text(String text) implements Prompt {
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  static Prompt chat(Message... messages) {
    return new Chat(List.of(messages));
  }

  static Prompt text(String text) {
    return new Text(text);
  }
}
