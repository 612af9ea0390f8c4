package dev.corvid.agent;

import dev.corvid.agent.spi.EpisodicMemory.Recalled;
import java.util.Comparator;
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
public final class TaskSimilarity {
  private static final Pattern SEAM =
      Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|_");

  private final Set<String> words;
  private final Map<String, Integer> holding = new HashMap<>();
  private final int tasks;

  /// How alike tasks are to this one.
  ///
  /// @param known tasks that tell how rare a word is
  public TaskSimilarity(String task, List<String> known) {
    words = words(task);
    tasks = known.size() + 1;
    words.forEach(word -> holding.put(word, 1));
    for (String other : known) {
      words(other).forEach(word -> holding.merge(word, 1, Integer::sum));
    }
  }

  /// The episodes whose tasks are most like this one, most like it first, and of equally similar
  /// ones the newest.
  ///
  /// @param least of the similarity, in `[0, 1]`; what has nothing in common is never among them
  public List<Recalled> ranked(List<Episode> episodes, int limit, double least) {
    return episodes.stream()
        .map(episode -> new Recalled(episode, to(episode.task())))
        .filter(one -> one.similarity() > 0 && one.similarity() >= least)
        .sorted(
            Comparator.comparingDouble(Recalled::similarity)
                .thenComparing(one -> one.episode().when())
                .reversed())
        .limit(limit)
        .toList();
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

  /// The words that are compared, as stems: what tells something; of a task of nothing else the
  /// others, or itself.
  public static Set<String> words(String task) {
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
