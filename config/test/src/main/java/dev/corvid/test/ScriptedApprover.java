package dev.corvid.test;

import dev.corvid.agent.RunReport;
import dev.corvid.agent.Settlement;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.spi.Approver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A user whose words a test decides, and who remembers what was asked. Thread-safe if its
/// functions are.
///
/// ```java
/// var user = ScriptedApprover.saying(true).settling(request -> Optional.of(Settlement.DONE));
/// ```
public final class ScriptedApprover implements Approver {
  private final Function<ToolRequest, Optional<Boolean>> words;
  private final Function<ToolRequest, Optional<Settlement>> settlements;
  private final Function<String, Optional<String>> inputs;
  private final Function<ToolRequest, Optional<String>> revisions;
  private final List<RunReport.Waiting> asked = Collections.synchronizedList(new ArrayList<>());

  private ScriptedApprover(
      Function<ToolRequest, Optional<Boolean>> words,
      Function<ToolRequest, Optional<Settlement>> settlements,
      Function<String, Optional<String>> inputs,
      Function<ToolRequest, Optional<String>> revisions) {
    this.words = words;
    this.settlements = settlements;
    this.inputs = inputs;
    this.revisions = revisions;
  }

  /// Allow each request or none; whether one happened is not known.
  public static ScriptedApprover saying(boolean word) {
    return deciding(request -> Optional.of(word));
  }

  /// Nobody is there: what needs a word waits.
  public static ScriptedApprover absent() {
    return deciding(request -> Optional.empty());
  }

  /// Decide about each request.
  public static ScriptedApprover deciding(Function<ToolRequest, Optional<Boolean>> words) {
    return new ScriptedApprover(
        words,
        request -> Optional.empty(),
        question -> Optional.empty(),
        request -> Optional.empty());
  }

  /// The same user, who says what to do about requests that may have happened.
  public ScriptedApprover settling(Function<ToolRequest, Optional<Settlement>> value) {
    return new ScriptedApprover(words, value, inputs, revisions);
  }

  /// The same user, who answers the agent's questions.
  public ScriptedApprover answering(Function<String, Optional<String>> value) {
    return new ScriptedApprover(words, settlements, value, revisions);
  }

  /// The same user, who wants something else sent in place of what is not allowed.
  ///
  /// @param value gives the arguments, a JSON object
  public ScriptedApprover revising(Function<ToolRequest, Optional<String>> value) {
    return new ScriptedApprover(words, settlements, inputs, value);
  }

  /// What was asked, in its order.
  public List<RunReport.Waiting> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  @Override
  public Optional<Boolean> approve(ToolRequest request, String reason) {
    asked.add(new RunReport.Waiting(request, reason, false));
    return words.apply(request);
  }

  @Override
  public Optional<Settlement> settle(ToolRequest request) {
    asked.add(new RunReport.Waiting(request, "", true));
    return settlements.apply(request);
  }

  @Override
  public Optional<String> input(String question) {
    return inputs.apply(question);
  }

  @Override
  public Optional<String> revision(ToolRequest request) {
    return revisions.apply(request);
  }
}
