package dev.corvid.eval;

import dev.corvid.agent.AgentEvent.RefusalScored;
import dev.corvid.agent.Citation;
import dev.corvid.agent.Outcome;
import java.util.List;
import java.util.Optional;
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
/// @param drafts what the model wrote before anything was checked; none if it was not asked to
/// @param refusal what the decision to answer was made from, if passages were found: enough to fit
///     its constants again
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
    List<String> quotes,
    List<String> drafts,
    Optional<RefusalScored> refusal) {
  private static final Pattern MARK = Pattern.compile("\\[(\\d+|\\?)]");

  /// @param trace what was seen of the run
  static QaAnswer of(QaCase known, Outcome outcome, Trace trace) {
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
        trace.tokens(),
        trace.seconds(),
        outcome.citations().stream().map(c -> c.document() + ": " + c.quote()).toList(),
        trace.drafts(),
        trace.refusal());
  }

  /// What was seen of a run beside its outcome; the parts are those of the answer.
  record Trace(int tokens, double seconds, List<String> drafts, Optional<RefusalScored> refusal) {}

  boolean refused() {
    return status == Outcome.Status.UNKNOWN;
  }

  /// The answer without the marks of its citations, whose numbers are no part of it.
  static String withoutMarks(String answer) {
    return MARK.matcher(answer).replaceAll(" ");
  }
}
