package dev.corvid.eval;

import java.util.List;
import java.util.Optional;

/// What came of one case.
///
/// @param id of the case
/// @param request what was asked
/// @param logOdds that a function fits, if the model was asked
/// @param text what the model wrote
/// @param parsed whether it could be read
/// @param calls those it made
/// @param problem what is wrong with them; nothing if they are right
/// @param tokens written
/// @param seconds that it took
record CallItem(
    String id,
    String request,
    Optional<Double> logOdds,
    String text,
    boolean parsed,
    List<WrittenCall> calls,
    Optional<String> problem,
    int tokens,
    double seconds) {
  CallItem {
    calls = List.copyOf(calls);
  }

  static CallItem of(CallCase asked, CallFile file, CallAttempt attempt, double seconds) {
    List<WrittenCall> calls = attempt.calls().orElse(List.of());
    Optional<String> problem =
        file.noneFits()
            ? calls.isEmpty() ? Optional.empty() : Optional.of("a call where none is right")
            : new CallChecker(asked.functions(), file.anyOrder()).check(calls, asked.answers());
    return new CallItem(
        asked.id(),
        asked.request(),
        attempt.logOdds(),
        attempt.text(),
        attempt.calls().isPresent(),
        calls,
        problem,
        attempt.usage().completionTokens(),
        seconds);
  }

  boolean isRight() {
    return problem.isEmpty();
  }

  /// One line for people who watch.
  String line() {
    return "%s %s %s | %s"
        .formatted(
            id,
            logOdds.map("%.2f"::formatted).orElse("-"),
            problem.orElse("right"),
            text.replaceAll("\\s+", " "));
  }
}
