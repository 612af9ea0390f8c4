package dev.corvid.agent;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells requests that only ask from those that want something done: a small model takes "Which
/// bookings have been cancelled?" for the wish to cancel one. Only what is sure is told, and only
/// in English.
final class Questions {
  /// What a question begins with that is no polite wish.
  private static final Set<String> BEGINNINGS =
      Set.of(
          "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "is", "are",
          "was", "were", "do", "does", "did", "has", "have", "had", "am", "in", "on", "at", "for",
          "to", "from", "with", "by", "of");

  /// What makes a wish of a question.
  private static final Pattern WISH =
      Pattern.compile(
          "(?i)\\b(?:please|(?:can|could|would|will) (?:you|we|i))\\b|[,;:–] ?(?:and )?then\\b");

  /// What a remark about the answer begins with: "Its number will do."
  private static final Pattern REMARK =
      Pattern.compile("(?i)(?:its|his|her|their|just|only|(?:i|we) (?:only |just )?need)\\b");

  private static final Pattern QUESTION_MARK = Pattern.compile("[?？][\"'”’)]{0,2}\\s*$");

  private Questions() {}

  /// Whether a request asks for something to be known, and no sentence of it for something to be
  /// done.
  static boolean isOnly(String request) {
    List<Span> sentences = Sentences.of(request);
    return !WISH.matcher(request).find()
        && sentences.stream().anyMatch(sentence -> isQuestion(sentence.in(request)))
        && sentences.stream()
            .map(sentence -> sentence.in(request))
            .allMatch(sentence -> isQuestion(sentence) || REMARK.matcher(sentence).lookingAt());
  }

  private static boolean isQuestion(String sentence) {
    List<Word> words = Word.of(sentence);
    return !words.isEmpty()
        && QUESTION_MARK.matcher(sentence).find()
        && BEGINNINGS.contains(words.getFirst().lower());
  }
}
