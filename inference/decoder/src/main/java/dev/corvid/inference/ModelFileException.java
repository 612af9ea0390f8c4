package dev.corvid.inference;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Thrown when a model file cannot be read, breaks the rules of GGUF v3, or holds a model that the
/// decoder does not support. The message names the file, the field, the rule and the value.
public final class ModelFileException extends InferenceException {
  private static final String DAMAGED =
      "The file is damaged or no GGUF v3 model: pull it again or name another model.";

  private final Path path;

  /// @param message without the path, which comes first in the full message
  ModelFileException(Path path, String message, String remedy) {
    this(path, message, remedy, null);
  }

  ModelFileException(Path path, String message, String remedy, @Nullable Throwable cause) {
    super(Kind.INPUT, path + ": " + message, remedy, cause);
    this.path = path;
  }

  static ModelFileException damaged(Path path, String message) {
    return new ModelFileException(path, message, DAMAGED);
  }

  static ModelFileException truncated(Path path, String what, String end, long bytes) {
    return new ModelFileException(
        path,
        "the file is truncated: %s ends at byte %s, the file has %d".formatted(what, end, bytes),
        "Pull the model again.");
  }

  @Override
  public String code() {
    return "model-file";
  }

  /// The file in question.
  public Path path() {
    return path;
  }
}
