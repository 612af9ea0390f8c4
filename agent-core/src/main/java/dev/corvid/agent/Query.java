package dev.corvid.agent;

import java.util.Objects;
import java.util.Set;

/// What to look for in a document collection.
///
/// @param text what the user asked, taken literally: no character is an operator
/// @param topK the most passages to return, `>= 1`
/// @param mode which legs search
/// @param excludedDocuments documents that must not be found, by [Passage#document()]
/// @param user who asks; nothing where users are not told apart
public record Query(String text, int topK, Mode mode, Set<String> excludedDocuments, String user) {
  /// Which legs of the index search.
  public enum Mode {
    /// Lexical and dense, fused.
    HYBRID,
    /// Dense vectors only.
    DENSE,
    /// Lexical only.
    BM25
  }

  public Query {
    Objects.requireNonNull(text, "text");
    Checks.requireAtLeast(1, topK, "topK");
    Objects.requireNonNull(mode, "mode");
    excludedDocuments = Set.copyOf(excludedDocuments);
    // Journals of older versions know no user.
    user = user == null ? "" : user;
  }

  public static Query of(String text, int topK) {
    return new Query(text, topK, Mode.HYBRID, Set.of(), "");
  }

  public Query withMode(Mode value) {
    return new Query(text, topK, value, excludedDocuments, user);
  }

  public Query excluding(Set<String> documents) {
    return new Query(text, topK, mode, documents, user);
  }

  public Query by(String name) {
    return new Query(text, topK, mode, excludedDocuments, name);
  }
}
