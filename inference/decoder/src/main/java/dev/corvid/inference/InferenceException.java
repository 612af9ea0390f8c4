package dev.corvid.inference;

import dev.corvid.agent.CorvidException;
import org.jspecify.annotations.Nullable;

/// Base of what the decoder reports to a user.
public abstract sealed class InferenceException extends CorvidException
    permits ModelFileException, PromptTooLongException, ChatTemplateException, ConstraintException {

  InferenceException(Kind kind, String message, String remedy, @Nullable Throwable cause) {
    super(kind, message, remedy, cause);
  }
}
