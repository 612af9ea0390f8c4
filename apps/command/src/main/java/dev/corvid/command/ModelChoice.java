package dev.corvid.command;

import java.util.List;

/// Which language model is meant: one on this machine, or one behind a server.
public sealed interface ModelChoice {
  /// A model of the catalogue, or a file of the user's own.
  record Local(String nameOrFile) implements ModelChoice {
    @Override
    public String label() {
      return nameOrFile;
    }

    @Override
    public List<String> words() {
      return List.of(nameOrFile);
    }
  }

  /// A model behind an OpenAI-compatible server.
  ///
  /// @param url the base of the server's API; holds no secret
  /// @param id the model's id there; empty takes the only one
  record Remote(String url, String id) implements ModelChoice {
    @Override
    public String label() {
      return id.isEmpty() ? url : id;
    }

    @Override
    public List<String> words() {
      return List.of(url, id);
    }
  }

  /// The model's name in results.
  String label();

  /// The choice as [#of] reads it again, without secrets.
  List<String> words();

  /// A choice that was written down.
  static ModelChoice of(List<String> words) {
    String first = words.isEmpty() ? "" : words.getFirst();
    return isUrl(first)
        ? new Remote(first, words.size() > 1 ? words.get(1) : "")
        : new Local(first);
  }

  /// Whether the text names a server rather than a model or a file.
  static boolean isUrl(String text) {
    return text.regionMatches(true, 0, "http://", 0, 7)
        || text.regionMatches(true, 0, "https://", 0, 8);
  }
}
