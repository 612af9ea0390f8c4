package dev.corvid.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How alike a task is to known ones: of all the words of both, the share that both have, each word
/// weighed by its rarity among the known tasks and this one (a weighted Jaccard index). Symmetric
/// but for that, and unlike a score of BM25 the same whatever else is known: 1 for the same words.
final class TaskSimilarity {
  private static final Pattern SEAM =
      Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|_");

  private final Set<String> words;
  private final Map<String, Integer> holding = new HashMap<>();
  private final int tasks;

  TaskSimilarity(String task, List<String> known) {
    words = words(task);
    tasks = known.size() + 1;
    words.forEach(word -> holding.put(word, 1));
    for (String other : known) {
      words(other).forEach(word -> holding.merge(word, 1, Integer::sum));
    }
  }

  /// How alike one of the known tasks is, in `[0, 1]`.
  double to(String known) {
    Set<String> others = words(known);
    Set<String> all = new HashSet<>(words);
    all.addAll(others);
    double shared = 0;
    double sum = 0;
    for (String word : all) {
      double weight = Math.log(1 + (double) tasks / holding.getOrDefault(word, 1));
      sum += weight;
      shared += words.contains(word) && others.contains(word) ? weight : 0;
    }
    return shared / sum;
  }

  /// The stems of what tells something; of a task of nothing else the others, or itself.
  private static Set<String> words(String task) {
    List<Word> all = Word.of(SEAM.matcher(task).replaceAll(" "));
    Set<String> telling =
        all.stream()
            .filter(Word::tells)
            .map(Word::stem)
            .collect(Collectors.toCollection(HashSet::new));
    if (telling.isEmpty()) {
      all.forEach(word -> telling.add(word.stem()));
    }
    if (telling.isEmpty()) {
      telling.add(task.strip());
    }
    return telling;
  }
}
