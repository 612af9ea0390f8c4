package dev.corvid.inference.onnx;

import dev.corvid.agent.CorvidException;

/// The bundled embedding model cannot be started or run on this machine.
public final class EmbedderException extends CorvidException {
  EmbedderException(String message, Throwable cause) {
    super(
        Kind.FAILED,
        message,
        "Search with --mode bm25, which needs no embeddings, and report this with the full log (-v).",
        cause);
  }

  @Override
  public String code() {
    return "embedder";
  }
}
