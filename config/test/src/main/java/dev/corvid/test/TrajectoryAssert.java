package dev.corvid.test;

import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;

/// Assertions about the way a run took. A tool counts as called if a request was sent to it,
/// whatever came back.
///
/// ```java
/// TrajectoryAssert.assertThat(report).calledInOrder("findPet", "addPet").endedAs(RunStatus.DONE);
/// ```
public final class TrajectoryAssert extends AbstractAssert<TrajectoryAssert, RunReport> {
  private static final Set<String> NOT_SENT = Set.of("refused", "invalid");

  private TrajectoryAssert(RunReport actual) {
    super(actual, TrajectoryAssert.class);
  }

  public static TrajectoryAssert assertThat(RunReport actual) {
    return new TrajectoryAssert(actual);
  }

  /// These tools were called in this order, whatever was called between them.
  public TrajectoryAssert calledInOrder(String... tools) {
    int found = 0;
    for (String tool : called()) {
      if (found < tools.length && tools[found].equals(tool)) {
        found++;
      }
    }
    if (found < tools.length) {
      failWithMessage(
          "Expected calls of %s in this order, but '%s' is missing in %s",
          List.of(tools), tools[found], trajectory());
    }
    return this;
  }

  /// These tools were called in this order, and no other call was sent.
  public TrajectoryAssert calledOnly(String... tools) {
    if (!called().equals(List.of(tools))) {
      failWithMessage(
          "Expected calls of %s and no others, but got %s", List.of(tools), trajectory());
    }
    return this;
  }

  /// None of these tools was called.
  public TrajectoryAssert neverCalled(String... tools) {
    for (String tool : tools) {
      if (called().contains(tool)) {
        failWithMessage("Expected no call of '%s', but got %s", tool, trajectory());
      }
    }
    return this;
  }

  /// The run ended like this, or waits for this.
  public TrajectoryAssert endedAs(RunStatus status) {
    isNotNull();
    if (!actual.status().equals(Optional.of(status))) {
      failWithMessage("Expected the run to end as %s, but got %s", status, trajectory());
    }
    return this;
  }

  /// The run waits for the user's word on a call of this tool.
  public TrajectoryAssert waitsFor(String tool) {
    endedAs(RunStatus.APPROVAL);
    String waiting = actual.waiting().map(w -> w.request().call().tool()).orElse("nothing");
    if (!waiting.equals(tool)) {
      failWithMessage("Expected the run to wait for '%s', but it waits for %s", tool, waiting);
    }
    return this;
  }

  private List<String> called() {
    isNotNull();
    return actual.steps().stream()
        .filter(step -> !NOT_SENT.contains(step.status()))
        .map(RunReport.Step::tool)
        .toList();
  }

  private String trajectory() {
    return "%s, status %s, answer '%s'"
        .formatted(
            actual.steps(),
            actual.status().map(RunStatus::toString).orElse("none"),
            actual.answer());
  }
}
