package dev.corvid.agent;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What is remembered of a run. Holds no result of a call, no document's text and no secret.
///
/// @param id the run's id
/// @param when the run ended
/// @param task what was to be done
/// @param plan the names of the tools that were planned
/// @param calls one line for each call: the tool's name, whether it went well, a digest
/// @param outcome how the run ended
/// @param verified whether something other than the model confirms the outcome
/// @param lesson what to do differently next time, or empty
/// @param user whose run it was; nothing where users are not told apart
public record Episode(
    String id,
    Instant when,
    String task,
    List<String> plan,
    List<String> calls,
    RunStatus outcome,
    boolean verified,
    String lesson,
    String user) {

  public Episode {
    Checks.requireText(id, "id");
    Objects.requireNonNull(when, "when");
    Checks.requireText(task, "task");
    plan = List.copyOf(plan);
    calls = List.copyOf(calls);
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(lesson, "lesson");
    Objects.requireNonNull(user, "user");
  }

  public Episode(
      String id,
      Instant when,
      String task,
      List<String> plan,
      List<String> calls,
      RunStatus outcome,
      boolean verified,
      String lesson) {
    this(id, when, task, plan, calls, outcome, verified, lesson, "");
  }
}
