package dev.corvid.agent;

import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.Tool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends requests: asks where it must, writes down before and after, and never sends one again
/// whose outcome is not known, unless the server recognises it. Belongs to the run's thread.
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /// How long a user's word is good.
  private static final Duration VALIDITY = Duration.ofHours(24);

  /// How long a server is trusted to remember the key of a request; many forget it after a day.
  private static final Duration REMEMBERED = Duration.ofHours(23);

  private final Replay replay;
  private final Guard guard;
  private final Approver approver;
  private final Run run;
  private final InstantSource clock;

  Dispatcher(Replay replay, Guard guard, Approver approver, Run run, InstantSource clock) {
    this.replay = replay;
    this.guard = guard;
    this.approver = approver;
    this.run = run;
    this.clock = clock;
  }

  /// What came of a request.
  sealed interface Dispatched {
    /// It was sent.
    record Answered(ToolResult result) implements Dispatched {}

    /// It was not allowed.
    record Refused(String why) implements Dispatched {}

    /// The user wants it sent with other arguments.
    record Revised(String arguments) implements Dispatched {}
  }

  /// @throws Suspended if the user's word is needed and there is none yet
  Dispatched dispatch(Tool tool, ToolRequest request) {
    return switch (guard.judge(tool.spec(), request)) {
      case Guard.Verdict.Send() -> sent(tool, request);
      case Guard.Verdict.Refuse(String reason) -> new Dispatched.Refused(reason);
      case Guard.Verdict.Ask(String reason) ->
          isApproved(request, reason) ? sent(tool, request) : revised(request);
    };
  }

  private Dispatched revised(ToolRequest request) {
    Optional<String> arguments =
        replay.take(JournalEntry.Revised.class).map(JournalEntry.Revised::arguments);
    if (arguments.isEmpty() && replay.isLive()) {
      arguments = approver.revision(request);
      arguments.ifPresent(
          text -> replay.write(new JournalEntry.Revised(request.call().id(), text)));
    }
    return arguments
        .<Dispatched>map(Dispatched.Revised::new)
        .orElseGet(() -> new Dispatched.Refused("the user does not allow it"));
  }

  /// What the user says to a question.
  ///
  /// @throws Suspended if nobody is there to say it
  String ask(String question) {
    replay.once(JournalEntry.InputAsked.class, () -> new JournalEntry.InputAsked(question));
    return replay.once(JournalEntry.InputGiven.class, () -> input(question)).text();
  }

  private JournalEntry.InputGiven input(String question) {
    run.tell(new AgentEvent.InputWanted(question));
    return new JournalEntry.InputGiven(
        replay
            .stopwatch()
            .standStill(() -> approver.input(question))
            .orElseThrow(() -> Suspended.forInput(question)));
  }

  private Dispatched sent(Tool tool, ToolRequest request) {
    run.call();
    guard.sent(tool.spec());
    return new Dispatched.Answered(send(tool, request, true));
  }

  /// A word that came too late, or long before the request could be sent, is asked for again.
  private boolean isApproved(ToolRequest request, String reason) {
    while (true) {
      JournalEntry.ApprovalAsked asked =
          replay.once(JournalEntry.ApprovalAsked.class, () -> asking(request, reason));
      requireSame(asked.digest(), request);
      if (isStale(asked)) {
        continue;
      }
      JournalEntry.ApprovalGiven given =
          replay.once(JournalEntry.ApprovalGiven.class, () -> word(request, reason));
      requireSame(given.digest(), request);
      if (!given.approved() || !isStale(asked)) {
        return given.approved();
      }
    }
  }

  /// Whether it was asked again, or is to be: what is written goes before the clock.
  private boolean isStale(JournalEntry.ApprovalAsked asked) {
    return replay.isNext(JournalEntry.ApprovalAsked.class)
        || (replay.isLive() && !clock.instant().isBefore(asked.expires()));
  }

  private static void requireSame(String digest, ToolRequest request) {
    if (!digest.equals(request.digest())) {
      throw JournalException.diverged(
          "the request of '%s' is not the one it was".formatted(request.call().id()));
    }
  }

  private JournalEntry.ApprovalAsked asking(ToolRequest request, String reason) {
    return new JournalEntry.ApprovalAsked(
        request, request.digest(), reason, clock.instant().plus(VALIDITY));
  }

  private JournalEntry.ApprovalGiven word(ToolRequest request, String reason) {
    run.tell(new AgentEvent.ApprovalWanted(request, reason));
    boolean approved =
        replay
            .stopwatch()
            .standStill(() -> approver.approve(request, reason))
            .orElseThrow(() -> Suspended.forWord(new RunReport.Waiting(request, reason, false)));
    return new JournalEntry.ApprovalGiven(request.call().id(), request.digest(), approved);
  }

  /// @param mayRepeat whether to send it again if no answer comes and the server recognises it
  private ToolResult send(Tool tool, ToolRequest request, boolean mayRepeat) {
    boolean interrupted = begin(request);
    if (replay.isNext(JournalEntry.CallSettled.class) || (interrupted && !isRepeatable(request))) {
      return settle(tool, request);
    }
    ToolResult result =
        replay.once(JournalEntry.CallEnded.class, () -> answer(tool, request)).result();
    if (result.status() == ToolResult.Status.UNKNOWN) {
      return unanswered(tool, request, result, mayRepeat);
    }
    if (result.status() == ToolResult.Status.ERROR) {
      guard.failed(tool.spec());
    }
    return result;
  }

  /// Write down that it is about to be sent; says whether a process before this one had done so,
  /// and came no further.
  private boolean begin(ToolRequest request) {
    Optional<JournalEntry.CallBegan> begun = replay.take(JournalEntry.CallBegan.class);
    if (begun.isEmpty()) {
      replay.write(new JournalEntry.CallBegan(request));
      return false;
    }
    requireSame(begun.get().request().digest(), request);
    return replay.isLive();
  }

  private boolean isRepeatable(ToolRequest request) {
    return request.effect() == Effect.READ
        || (request.isRepeatable()
            && clock.instant().isBefore(replay.writtenAt().plus(REMEMBERED)));
  }

  private ToolResult unanswered(
      Tool tool, ToolRequest request, ToolResult result, boolean mayRepeat) {
    boolean again = replay.isLive() ? isRepeatable(request) : request.isRepeatable();
    if (again && mayRepeat && !replay.isNext(JournalEntry.CallSettled.class)) {
      return send(tool, request, false);
    }
    return request.effect() == Effect.READ ? result : settle(tool, request);
  }

  /// A tool must not throw; one that does may have done anything.
  private JournalEntry.CallEnded answer(Tool tool, ToolRequest request) {
    run.tell(new AgentEvent.CallBegan(request));
    ToolResult result;
    try {
      result = tool.call(request);
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("tool {} failed", request.call().tool(), e);
      String text = "The tool failed: %s.".formatted(e.getClass().getSimpleName());
      result =
          request.effect() == Effect.READ
              ? ToolResult.error("failed", text)
              : ToolResult.unknown(text);
    }
    return new JournalEntry.CallEnded(request.call().id(), result);
  }

  private ToolResult settle(Tool tool, ToolRequest request) {
    Settlement settlement =
        replay.once(JournalEntry.CallSettled.class, () -> settlement(request)).settlement();
    return switch (settlement) {
      case DONE -> ToolResult.ok("done", "It was done; the answer is not known.");
      case SKIP -> ToolResult.error("skipped", "It was not done and is left out.");
      case REPEAT -> send(tool, request, false);
    };
  }

  private JournalEntry.CallSettled settlement(ToolRequest request) {
    Settlement word =
        replay
            .stopwatch()
            .standStill(() -> approver.settle(request))
            .orElseThrow(() -> Suspended.forWord(RunReport.Waiting.unsettled(request)));
    return new JournalEntry.CallSettled(request.call().id(), word);
  }
}
