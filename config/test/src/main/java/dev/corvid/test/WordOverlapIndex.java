package dev.corvid.test;

import dev.corvid.agent.spi.TextIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A text index in plain Java: what shares more words is better, a rare word counts more than a
/// common one. For tests and small collections, since a search looks at every entry. Thread-safe.
public final class WordOverlapIndex implements TextIndex {
  private static final Pattern SEAM =
      Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
  private static final Pattern WORD =
      Pattern.compile("\\p{IsIdeographic}|[\\p{L}\\p{N}\\p{M}&&[^\\p{IsIdeographic}]]++");
  private static final Pattern ENDING = Pattern.compile("(?<=..)(?:ing|ed|es|s|e)$");
  private static final Set<String> TELLING_NOTHING = Set.of("a", "an", "the", "of", "and", "is");

  private final Map<String, Indexed> entries = new LinkedHashMap<>();
  private boolean closed;

  private record Indexed(Entry entry, Map<String, Double> weights) {}

  @Override
  public synchronized void put(Entry entry) {
    Map<String, Double> weights = new HashMap<>();
    for (Field field : entry.fields()) {
      words(field.text()).forEach(word -> weights.merge(word, field.weight(), Math::max));
    }
    // Taken out first: what is put again comes last.
    entries.remove(entry.id());
    entries.put(entry.id(), new Indexed(entry, weights));
  }

  @Override
  public synchronized boolean remove(String id) {
    return entries.remove(id) != null;
  }

  @Override
  public synchronized List<Hit> search(String text, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be >= 1, got " + limit);
    }
    Map<String, Double> rarity = new HashMap<>();
    for (String word : words(text)) {
      long holding = entries.values().stream().filter(e -> e.weights.containsKey(word)).count();
      rarity.put(word, Math.log(1 + entries.size() / (1.0 + holding)));
    }
    List<Hit> hits = new ArrayList<>();
    for (Indexed indexed : entries.values()) {
      double score = 0;
      for (Map.Entry<String, Double> word : rarity.entrySet()) {
        score += indexed.weights.getOrDefault(word.getKey(), 0.0) * word.getValue();
      }
      if (score > 0) {
        hits.add(new Hit(indexed.entry, score));
      }
    }
    return hits.stream()
        .sorted(Comparator.comparingDouble(Hit::score).reversed())
        .limit(limit)
        .toList();
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    var matcher = WORD.matcher(SEAM.matcher(text).replaceAll(" "));
    while (matcher.find()) {
      String word = matcher.group().toLowerCase(Locale.ROOT);
      if (!TELLING_NOTHING.contains(word)) {
        words.add(ENDING.matcher(word).replaceFirst(""));
      }
    }
    return words;
  }

  @Override
  public synchronized List<Entry> entries() {
    return entries.values().stream().map(Indexed::entry).toList();
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  public synchronized boolean isClosed() {
    return closed;
  }
}
