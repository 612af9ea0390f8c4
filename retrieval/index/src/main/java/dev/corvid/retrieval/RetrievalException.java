package dev.corvid.retrieval;

import dev.corvid.agent.CorvidException;
import org.jspecify.annotations.Nullable;

/// What can go wrong while documents are read, indexed or searched.
public abstract sealed class RetrievalException extends CorvidException
    permits DocumentException, IndexException {
  RetrievalException(Kind kind, String message, String remedy, @Nullable Throwable cause) {
    super(kind, message, remedy, cause);
  }
}
