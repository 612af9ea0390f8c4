package dev.corvid.inference.onnx;

import dev.corvid.agent.CorvidException;
import java.io.IOException;
import java.nio.file.Path;

/// The bundled embedding model cannot be started or run on this machine.
public final class EmbedderException extends CorvidException {
  private EmbedderException(String message, String remedy, Throwable cause) {
    super(Kind.FAILED, message, remedy, cause);
  }

  static EmbedderException failed(String what, Throwable cause) {
    return new EmbedderException(
        what + ": " + cause.getMessage(),
        "Search with --mode bm25, which needs no embeddings, and report this with its log (-v).",
        cause);
  }

  static EmbedderException cannotUnpack(Path folder, IOException cause) {
    return new EmbedderException(
        "Cannot unpack the embedding model into %s: %s".formatted(folder, cause),
        "Make the folder writable, free some space, or set CORVID_HOME to another folder.",
        cause);
  }

  @Override
  public String code() {
    return "embedder";
  }
}
