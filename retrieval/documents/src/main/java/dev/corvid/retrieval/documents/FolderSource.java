package dev.corvid.retrieval.documents;

import dev.corvid.retrieval.DocumentException;
import dev.corvid.retrieval.DocumentException.Reason;
import dev.corvid.retrieval.DocumentSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The documents in folders and files, named by their real paths. Symbolic links are followed, each
/// file and folder counts once, so that loops end; hidden ones are skipped unless named. Nothing is
/// ever written there.
public final class FolderSource implements DocumentSource {
  private final List<Path> roots;
  private final Limits limits;

  private FolderSource(List<Path> roots, Limits limits) {
    this.roots = List.copyOf(roots);
    this.limits = limits;
  }

  /// @throws DocumentException if a path does not exist or cannot be reached
  public static FolderSource of(List<Path> paths) {
    return of(paths, Limits.DEFAULT);
  }

  static FolderSource of(List<Path> paths, Limits limits) {
    return new FolderSource(paths.stream().map(FolderSource::real).toList(), limits);
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new DocumentException(
          Files.exists(path) ? Reason.UNREADABLE : Reason.MISSING,
          path.toString(),
          Files.exists(path) ? "cannot be read" : "no such file or folder",
          "Check the path and its permissions.");
    }
  }

  @Override
  public void forEach(Visitor visitor) {
    new Walk(visitor).from(roots);
  }

  private final class Walk {
    private final Visitor visitor;
    private final Set<Path> visited = new HashSet<>();
    private final Deque<Path> open = new ArrayDeque<>();

    Walk(Visitor visitor) {
      this.visitor = visitor;
    }

    void from(List<Path> paths) {
      paths.reversed().forEach(open::push);
      while (!open.isEmpty()) {
        visit(open.pop());
      }
    }

    private void visit(Path path) {
      try {
        Path real = path.toRealPath();
        if (!visited.add(real)) {
          return;
        }
        var attributes = Files.readAttributes(real, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
          list(real);
        } else if (!attributes.isRegularFile()) {
          visitor.failed(real.toString(), "neither a file nor a folder");
        } else if (!Files.isReadable(real)) {
          visitor.failed(real.toString(), "no permission to read it");
        } else {
          visitor.entry(new FileEntry(real, attributes, limits));
        }
      } catch (IOException e) {
        boolean link = Files.isSymbolicLink(path);
        visitor.failed(path.toString(), link ? "a broken symbolic link" : FileEntry.why(e));
      }
    }

    private void list(Path folder) {
      List<Path> children = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        for (Path child : stream) {
          if (!Files.isHidden(child)) {
            children.add(child);
          }
        }
      } catch (IOException e) {
        visitor.unreachable(folder + File.separator, FileEntry.why(e));
      } catch (DirectoryIteratorException e) {
        visitor.unreachable(
            folder + File.separator, FileEntry.why(new IOException(e.getMessage(), e)));
      }
      // A stack: last pushed is visited first.
      children.sort(Collections.reverseOrder());
      children.forEach(open::push);
    }
  }
}
