package dev.corvid.agent.spi;

import java.util.List;
import java.util.Objects;

/// Small texts found by their words: tools, episodes. Thread-safe.
public interface TextIndex extends AutoCloseable {
  /// Keep an entry, in place of one with its id. Searches that begin afterwards find it, and it
  /// outlives the process if the index lies on a disk.
  void put(Entry entry);

  /// Forget an entry; says whether there was one.
  boolean remove(String id);

  /// The entries that fit best, best first, those only that share a word with the text. No
  /// character of the text is an operator.
  List<Hit> search(String text, int limit);

  /// All entries in the order in which they came.
  List<Entry> entries();

  @Override
  void close();

  /// @param id unique in the index
  /// @param fields what it is found by
  /// @param payload what the caller wants back, not searched
  record Entry(String id, List<Field> fields, String payload) {
    public Entry {
      Objects.requireNonNull(id, "id");
      fields = List.copyOf(fields);
      Objects.requireNonNull(payload, "payload");
    }
  }

  /// @param text split into words, identifiers (`getPetById`, `pet_id`) into theirs
  /// @param weight how much a match counts, positive
  record Field(String text, double weight) {
    public Field {
      Objects.requireNonNull(text, "text");
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("weight must be positive, got " + weight);
      }
    }
  }

  /// @param score comparable within one result only
  record Hit(Entry entry, double score) {}
}
