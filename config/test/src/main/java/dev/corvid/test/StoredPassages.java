package dev.corvid.test;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.spi.Retriever;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// Finds the same few passages for every query, but for those of excluded documents. Thread-safe.
public final class StoredPassages implements Retriever {
  private final List<Passage> passages;

  private StoredPassages(List<Passage> passages) {
    this.passages = List.copyOf(passages);
  }

  public static StoredPassages of(Passage... passages) {
    return new StoredPassages(List.of(passages));
  }

  /// A passage that is a whole document.
  public static Passage document(String name, String text) {
    return new Passage(name, "", List.of(), OptionalInt.empty(), 0, text.length(), text, 1);
  }

  @Override
  public List<Passage> retrieve(Query query) {
    return passages.stream()
        .filter(passage -> !query.excludedDocuments().contains(passage.document()))
        .limit(query.topK())
        .toList();
  }

  /// Counts the passages in which the word occurs, as it stands or at the beginning of a longer
  /// one.
  @Override
  public double weight(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    long holding =
        passages.stream()
            .filter(passage -> passage.text().toLowerCase(Locale.ROOT).contains(lower))
            .count();
    return Math.log(1 + passages.size() / (1.0 + holding));
  }
}
