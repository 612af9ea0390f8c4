package dev.corvid.retrieval.documents;

import dev.corvid.retrieval.DocumentException;
import dev.corvid.retrieval.DocumentException.Reason;
import dev.corvid.retrieval.DocumentSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The documents in folders and files, named by their real paths. Symbolic links are followed, each
/// file counts once; hidden files and folders are skipped unless named. Nothing is ever written
/// there.
public final class FolderSource implements DocumentSource {
  private final List<Path> paths;

  private FolderSource(List<Path> paths) {
    this.paths = List.copyOf(paths);
  }

  /// @throws DocumentException if a path does not exist
  public static FolderSource of(List<Path> paths) {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new DocumentException(
            Reason.MISSING, path.toString(), "no such file or folder", "Check the path.");
      }
    }
    return new FolderSource(paths);
  }

  @Override
  public void forEach(Visitor visitor) {
    throw new UnsupportedOperationException("not built yet: " + paths);
  }
}
