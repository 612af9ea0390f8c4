package dev.corvid.shell;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Console;
import dev.corvid.command.IndexProgress;
import dev.corvid.command.Invocation;
import dev.corvid.command.Option;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.IndexSettings;
import dev.corvid.retrieval.UpdateReport;
import dev.corvid.retrieval.documents.FolderSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The documents that `--docs` and `--index` name: where they lie, where their index lies, and how
/// to call them in front of the user.
///
/// @param source the documents, or empty if an index alone was named
/// @param index the folder of the index
/// @param names the real path of each `--docs`, and how it was typed
record Library(Optional<FolderSource> source, Path index, Map<Path, Path> names) {
  static final Option<Path> DOCS =
      Option.path("docs", "PATH", "a folder or file of documents").repeated();
  static final Option<Path> INDEX =
      Option.path("index", "DIR", "the folder of the index (default: in the cache, one per docs)");

  private static final int KEY_BYTES = 12;

  /// @throws UsageException if neither option is given
  /// @throws dev.corvid.retrieval.DocumentException if a path does not exist
  static Library of(Invocation invocation, Workbench workbench) {
    return of(invocation.values(DOCS), invocation.value(INDEX), workbench);
  }

  /// @throws UsageException if neither documents nor an index are named
  /// @throws dev.corvid.retrieval.DocumentException if a path does not exist
  static Library of(List<Path> docs, Optional<Path> index, Workbench workbench) {
    if (docs.isEmpty() && index.isEmpty()) {
      throw new UsageException(
          "Neither --docs nor --index is given.",
          "Name the documents: --docs FOLDER (may repeat), or an index made before: --index DIR.");
    }
    Optional<FolderSource> source =
        docs.isEmpty() ? Optional.empty() : Optional.of(FolderSource.of(docs));
    Map<Path, Path> names = new LinkedHashMap<>();
    docs.forEach(path -> names.putIfAbsent(realPath(path), path));
    Path cache = workbench.folders().cache().resolve("indexes");
    return new Library(
        source, index.orElseGet(() -> cache.resolve(key(new TreeSet<>(names.keySet())))), names);
  }

  DocumentIndex open(Optional<TextEmbedder> embedder) {
    IndexSettings settings = IndexSettings.defaults();
    return embedder
        .map(e -> DocumentIndex.open(index, settings, e))
        .orElseGet(() -> DocumentIndex.open(index, settings));
  }

  /// Bring the index up to date with the documents, if any were named.
  ///
  /// @throws UsageException if there is nothing to search
  void update(DocumentIndex open, Contention contention, IndexProgress progress, Console console) {
    if (source.isPresent()) {
      UpdateReport report = open.update(source.get(), contention, progress);
      if (!report.failed().isEmpty()) {
        console.note(
            "%d documents could not be read; 'corvid index' lists them."
                .formatted(report.failed().size()));
      }
    }
    if (open.status().chunks() == 0) {
      throw new UsageException(
          "No text was found in " + places() + ".",
          "Name a folder or file with Markdown, HTML, PDF or plain text: --docs FOLDER.");
    }
  }

  private String places() {
    return names.isEmpty()
        ? "the index " + index
        : names.values().stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  /// A document's name as the user would type it: below the `--docs` that holds it.
  String shown(String document) {
    Path path = Path.of(document);
    for (Map.Entry<Path, Path> entry : names.entrySet()) {
      if (path.equals(entry.getKey())) {
        return entry.getValue().toString();
      }
      if (path.startsWith(entry.getKey())) {
        return entry.getValue().resolve(entry.getKey().relativize(path)).normalize().toString();
      }
    }
    return document;
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot resolve " + path, e);
    }
  }

  /// The same for the same set of real paths, in whatever order and way they were typed.
  static String key(TreeSet<Path> realPaths) {
    List<String> lines = new ArrayList<>();
    realPaths.forEach(path -> lines.add(path.toString()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\0", lines).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
