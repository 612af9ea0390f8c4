package dev.corvid.inference;

import org.jspecify.annotations.Nullable;

/// Thrown when a model's chat template is absent, uses what the interpreter does not know, or
/// refuses the messages.
public final class ChatTemplateException extends InferenceException {
  ChatTemplateException(String message, String remedy, @Nullable Throwable cause) {
    super(Kind.INPUT, message, remedy, cause);
  }

  @Override
  public String code() {
    return "chat-template";
  }
}
