package dev.corvid.shell;

import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.ToolRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A question to the user about a request, and the word that was given.
///
/// @param word `approved`, `not approved`, `done`, `repeat` or `skip`; `waits` if there is none
///   yet, `out of date` if it was asked again
/// @param answered when the word was given
record RunApproval(
    ToolRequest request, String reason, Instant asked, String word, Optional<Instant> answered) {
  private static final String WAITS = "waits";

  /// All of a journal, in order.
  static List<RunApproval> of(List<JournalEntry.Placed> entries) {
    List<RunApproval> approvals = new ArrayList<>();
    Optional<RunApproval> sent = Optional.empty();
    for (JournalEntry.Placed placed : entries) {
      Instant at = placed.at();
      if (placed.entry() instanceof JournalEntry.ApprovalAsked asked) {
        answer(approvals, "out of date", Optional.empty());
        approvals.add(waiting(asked.request(), asked.reason(), at));
      } else if (placed.entry() instanceof JournalEntry.ApprovalGiven given) {
        answer(approvals, given.approved() ? "approved" : "not approved", Optional.of(at));
      } else if (placed.entry() instanceof JournalEntry.CallBegan began) {
        sent = Optional.of(waiting(began.request(), "it was sent and no answer was seen", at));
      } else if (placed.entry() instanceof JournalEntry.CallSettled settled) {
        String word = settled.settlement().name().toLowerCase(Locale.ROOT);
        sent.map(request -> request.with(word, Optional.of(at))).ifPresent(approvals::add);
      }
    }
    return approvals;
  }

  private static RunApproval waiting(ToolRequest request, String reason, Instant asked) {
    return new RunApproval(request, reason, asked, WAITS, Optional.empty());
  }

  private RunApproval with(String said, Optional<Instant> when) {
    return new RunApproval(request, reason, asked, said, when);
  }

  /// Give the last question its answer, if it has none yet.
  private static void answer(List<RunApproval> approvals, String word, Optional<Instant> at) {
    if (!approvals.isEmpty() && approvals.getLast().word.equals(WAITS)) {
      approvals.add(approvals.removeLast().with(word, at));
    }
  }
}
