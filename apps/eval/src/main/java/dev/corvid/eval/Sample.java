package dev.corvid.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Which questions to ask.
///
/// @param limit the most to ask, `>= 1`
/// @param seed of the sample; the same seed draws the same questions
/// @param excluded ids that must not be drawn, for instance those that a rule was tuned on
record Sample(int limit, long seed, Set<String> excluded) {
  Sample {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be >= 1, got " + limit);
    }
    excluded = Set.copyOf(excluded);
  }

  /// Draw from the whole set, not from its head, whose questions are often about one document.
  /// Each question gets a random key and the lowest keys win, so a larger limit adds questions to
  /// a smaller one's and excluding some leaves the order of the others as it was.
  ///
  /// @return the drawn questions in random order; all of them, shuffled, if there are fewer
  List<Question> of(List<Question> questions) {
    Random random = new Random(seed);
    List<Drawn> drawn = new ArrayList<>();
    for (Question question : questions) {
      drawn.add(new Drawn(question, random.nextLong()));
    }
    return drawn.stream()
        .filter(candidate -> !excluded.contains(candidate.question.id()))
        .sorted(Comparator.comparingLong(Drawn::key))
        .limit(limit)
        .map(Drawn::question)
        .toList();
  }

  private record Drawn(Question question, long key) {}
}
