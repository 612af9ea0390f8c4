package dev.corvid.eval;

import dev.corvid.agent.Citation;
import dev.corvid.agent.Outcome;
import java.util.List;
import java.util.regex.Pattern;

/// One answer of the agent, held against what is known.
///
/// @param status how far the agent trusts it
/// @param text the answer as the user would see it
/// @param contains whether it holds an accepted answer; never for a refusal
/// @param f1 SQuAD's word overlap with the best accepted answer; 0 for a refusal
/// @param cited whether a citation lies in a gold document and its quote holds an accepted answer
/// @param citedDocument whether a verified citation lies in a gold document
/// @param goldRead whether a gold document was among the passages the model read
/// @param tokens that the model wrote for it
/// @param seconds that it took, remembered calls at the time they took when they were made
/// @param quotes of the citations, with their documents
record QaAnswer(
    Outcome.Status status,
    String text,
    boolean contains,
    double f1,
    boolean cited,
    boolean citedDocument,
    boolean goldRead,
    int tokens,
    double seconds,
    List<String> quotes) {
  private static final Pattern MARK = Pattern.compile("\\[(\\d+|\\?)]");

  static QaAnswer of(QaCase known, Outcome outcome, int tokens, double seconds) {
    List<String> accepted = known.question().answers();
    boolean answered = outcome.status() != Outcome.Status.UNKNOWN;
    String bare = withoutMarks(outcome.answer());
    List<Citation> inGold =
        outcome.citations().stream().filter(c -> known.isGold().test(c.document())).toList();
    return new QaAnswer(
        outcome.status(),
        outcome.answer(),
        answered && SquadText.containsAny(bare, accepted),
        answered ? SquadText.bestF1(bare, accepted) : 0,
        inGold.stream().anyMatch(c -> SquadText.containsAny(c.quote(), accepted)),
        inGold.stream().anyMatch(Citation::verified),
        outcome.passages().stream().anyMatch(p -> known.isGold().test(p.document())),
        tokens,
        seconds,
        outcome.citations().stream().map(c -> c.document() + ": " + c.quote()).toList());
  }

  boolean refused() {
    return status == Outcome.Status.UNKNOWN;
  }

  /// The answer without the marks of its citations, whose numbers are no part of it.
  static String withoutMarks(String answer) {
    return MARK.matcher(answer).replaceAll(" ");
  }
}
