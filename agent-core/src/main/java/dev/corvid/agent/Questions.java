package dev.corvid.agent;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells requests that only ask from those that want data changed: a small model takes "Which
/// bookings have been cancelled?" for the wish to cancel one, and "Print an adoption certificate"
/// for an adoption. Only what is sure is told, and only in English.
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

  /// What wants something told or brought to somebody, with its verb.
  private static final Pattern TELLING =
      Pattern.compile(
          "(?i)(?:please,? |(?:can|could|would|will) you (?:please )?)?"
              + "(tell|show|list|count|print|mail|e-?mail|phone|fax|photograph|draw|translate|export"
              + "|download|give (?:me|us)|let (?:me|us) know|look up|find out)\\b");

  /// What may begin another wish: not "the name and the age".
  private static final Pattern ANOTHER =
      Pattern.compile(
          "(?i)\\b(?:and|or|but|then)\\b"
              + "(?! (?:the|its|his|her|their|what|which|who|whose|where|when|how)\\b)");

  private static final Pattern QUESTION_MARK = Pattern.compile("[?？][\"'”’)]{0,2}\\s*$");

  private Questions() {}

  /// Whether a request asks for something to be known, and no sentence of it for data to be
  /// changed.
  ///
  /// @param changes the tools that change something; what these say that they do may be asked for
  static boolean isOnly(String request, Collection<ToolSpec> changes) {
    List<String> sentences =
        Sentences.of(request).stream().map(sentence -> sentence.in(request)).toList();
    return sentences.stream().anyMatch(sentence -> !isRemark(sentence))
        && sentences.stream()
            .allMatch(
                sentence ->
                    isQuestion(sentence) || isRemark(sentence) || isTelling(sentence, changes));
  }

  private static boolean isRemark(String sentence) {
    return REMARK.matcher(sentence).lookingAt() && !WISH.matcher(sentence).find();
  }

  private static boolean isTelling(String sentence, Collection<ToolSpec> changes) {
    Matcher told = TELLING.matcher(sentence);
    return told.lookingAt()
        && !ANOTHER.matcher(sentence).find()
        && changes.stream().noneMatch(tool -> speaks(tool, told.group(1)));
  }

  private static boolean speaks(ToolSpec tool, String verb) {
    Set<String> words = Word.stems(tool.description());
    words.addAll(Word.stems(String.join(" ", ParameterName.words(tool.name()))));
    return words.containsAll(Word.stems(verb));
  }

  private static boolean isQuestion(String sentence) {
    List<Word> words = Word.of(sentence);
    return !words.isEmpty()
        && !WISH.matcher(sentence).find()
        && QUESTION_MARK.matcher(sentence).find()
        && BEGINNINGS.contains(words.getFirst().lower());
  }
}
