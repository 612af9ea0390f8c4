package dev.corvid.agent;

import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.Tool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Sends requests: asks where it must, writes down before and after, and never sends one again
/// whose outcome is not known, unless the server recognises it. Belongs to the run's thread.
final class Dispatcher {
  /// How long a user's word is good.
  private static final Duration VALIDITY = Duration.ofHours(24);

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

  /// What came of a request: empty if it was not allowed.
  ///
  /// @param refusal why it was not sent, if it was not
  record Dispatched(Optional<ToolResult> result, String refusal) {}

  /// @throws Suspended if the user's word is needed and there is none yet
  Dispatched dispatch(Tool tool, ToolRequest request) {
    return switch (guard.judge(tool.spec(), request)) {
      case Guard.Verdict.Send() -> sent(tool, request);
      case Guard.Verdict.Refuse(String reason) -> new Dispatched(Optional.empty(), reason);
      case Guard.Verdict.Ask(String reason) ->
          isApproved(request, reason)
              ? sent(tool, request)
              : new Dispatched(Optional.empty(), "the user does not allow it");
    };
  }

  private Dispatched sent(Tool tool, ToolRequest request) {
    run.call();
    return new Dispatched(Optional.of(send(tool, request, true)), "");
  }

  /// A word that came too late, or long before the request could be sent, is asked for again.
  private boolean isApproved(ToolRequest request, String reason) {
    while (true) {
      JournalEntry.ApprovalAsked asked =
          replay.once(JournalEntry.ApprovalAsked.class, () -> asking(request, reason));
      if (!asked.digest().equals(request.digest())) {
        throw JournalException.diverged("the request that was asked about is another one");
      }
      if (replay.isNext(JournalEntry.ApprovalAsked.class)
          || (replay.isLive() && isExpired(asked))) {
        continue;
      }
      JournalEntry.ApprovalGiven given =
          replay.once(JournalEntry.ApprovalGiven.class, () -> word(request, reason));
      boolean stale =
          replay.isNext(JournalEntry.ApprovalAsked.class) || (replay.isLive() && isExpired(asked));
      if (!given.approved() || !stale) {
        return given.approved();
      }
    }
  }

  private JournalEntry.ApprovalAsked asking(ToolRequest request, String reason) {
    return new JournalEntry.ApprovalAsked(
        request, request.digest(), reason, clock.instant().plus(VALIDITY));
  }

  private boolean isExpired(JournalEntry.ApprovalAsked asked) {
    return clock.instant().isAfter(asked.expires());
  }

  private JournalEntry.ApprovalGiven word(ToolRequest request, String reason) {
    run.tell(new AgentEvent.ApprovalWanted(request, reason));
    boolean approved =
        waitFor(() -> approver.approve(request, reason))
            .orElseThrow(() -> new Suspended(new RunReport.Waiting(request, reason, false)));
    return new JournalEntry.ApprovalGiven(request.call().id(), request.digest(), approved);
  }

  private <T> T waitFor(Supplier<T> word) {
    long start = System.nanoTime();
    try {
      return word.get();
    } finally {
      run.addWaiting(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /// @param mayRepeat whether to send it again if no answer comes and the server recognises it
  private ToolResult send(Tool tool, ToolRequest request, boolean mayRepeat) {
    boolean begunBefore = replay.take(JournalEntry.CallBegan.class).isPresent();
    boolean interrupted = begunBefore && replay.isLive();
    if (!begunBefore) {
      replay.write(new JournalEntry.CallBegan(request));
    }
    if (replay.isNext(JournalEntry.CallSettled.class) || (interrupted && !request.isRepeatable())) {
      return settle(tool, request);
    }
    ToolResult result =
        replay.once(JournalEntry.CallEnded.class, () -> answer(tool, request)).result();
    if (result.status() != ToolResult.Status.UNKNOWN) {
      return result;
    }
    return request.isRepeatable() && mayRepeat ? send(tool, request, false) : settle(tool, request);
  }

  private JournalEntry.CallEnded answer(Tool tool, ToolRequest request) {
    run.tell(new AgentEvent.CallBegan(request));
    return new JournalEntry.CallEnded(request.call().id(), tool.call(request));
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
    String reason = "it was sent and no answer was seen: it may have happened";
    Settlement word =
        waitFor(() -> approver.settle(request))
            .orElseThrow(() -> new Suspended(new RunReport.Waiting(request, reason, true)));
    return new JournalEntry.CallSettled(request.call().id(), word);
  }
}
