package dev.corvid.inference;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The model file cannot be read, is damaged, or holds a model that the decoder does not know.
public final class ModelFileException extends InferenceException {
  private final Path path;

  ModelFileException(Path path, String problem, String remedy) {
    this(path, problem, remedy, null);
  }

  ModelFileException(Path path, String problem, String remedy, @Nullable Throwable cause) {
    super(Kind.INPUT, path + ": " + problem, remedy, cause);
    this.path = path;
  }

  /// The file in question.
  public Path path() {
    return path;
  }

  @Override
  public String code() {
    return "model-file";
  }
}
