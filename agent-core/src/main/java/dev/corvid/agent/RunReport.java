package dev.corvid.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What a run with tools came to, or what it waits for: its journal, summed up.
///
/// @param run its id in the journal
/// @param task what was to be done
/// @param status how it ended or what it waits for; empty if a process ended in the middle of it
/// @param answer the text, or why there is none
/// @param citations of documents that were read
/// @param plan the names of the tools that were planned last
/// @param steps what was called, in order
/// @param waiting the request that needs the user's word
/// @param question what the user has to say, if the run waits for that
/// @param compactions how often the prompt filled the context and was begun anew
/// @param usage tokens over the whole run
/// @param elapsed time at work
public record RunReport(
    String run,
    String task,
    Optional<RunStatus> status,
    String answer,
    List<Citation> citations,
    List<String> plan,
    List<Step> steps,
    Optional<Waiting> waiting,
    Optional<String> question,
    int compactions,
    Usage usage,
    Duration elapsed) {

  public RunReport {
    Checks.requireText(run, "run");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(answer, "answer");
    citations = List.copyOf(citations);
    plan = List.copyOf(plan);
    steps = List.copyOf(steps);
    Objects.requireNonNull(waiting, "waiting");
    Objects.requireNonNull(question, "question");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(elapsed, "elapsed");
  }

  /// A call, and how it went: `ok`, `error`, `unknown`, `refused` or `invalid`.
  public record Step(String tool, String arguments, String status, String result) {}

  /// A request that waits.
  ///
  /// @param reason why the user is asked
  /// @param settlement whether it is asked what happened, rather than whether to send it
  public record Waiting(ToolRequest request, String reason, boolean settlement) {
    static Waiting unsettled(ToolRequest request) {
      return new Waiting(request, "it was sent and no answer was seen: it may have happened", true);
    }
  }

  /// Sum up a journal.
  public static RunReport of(String run, List<JournalEntry.Placed> entries) {
    Summary summary = new Summary();
    entries.forEach(placed -> summary.add(placed.entry()));
    Optional<RunStatus> status =
        summary
            .status
            .or(() -> summary.waiting.map(waiting -> RunStatus.APPROVAL))
            .or(() -> summary.question.map(question -> RunStatus.INPUT));
    long elapsed = entries.isEmpty() ? 0 : entries.getLast().elapsedMillis();
    return new RunReport(
        run,
        summary.task,
        status,
        summary.answer,
        summary.citations,
        summary.plan,
        summary.steps,
        summary.waiting,
        summary.question,
        summary.compactions,
        summary.usage,
        Duration.ofMillis(elapsed));
  }

  static String word(ToolResult.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /// The same, waiting for the user's word.
  RunReport waiting(Waiting value) {
    return waiting(RunStatus.APPROVAL, Optional.of(value), Optional.empty());
  }

  /// The same, waiting for what the user says.
  RunReport asking(String value) {
    return waiting(RunStatus.INPUT, Optional.empty(), Optional.of(value));
  }

  private RunReport waiting(RunStatus how, Optional<Waiting> word, Optional<String> asked) {
    return new RunReport(
        run,
        task,
        Optional.of(how),
        answer,
        citations,
        plan,
        steps,
        word,
        asked,
        compactions,
        usage,
        elapsed);
  }

  /// What entries add up to.
  private static final class Summary {
    private final List<Step> steps = new ArrayList<>();
    private String task = "";
    private Optional<RunStatus> status = Optional.empty();
    private String answer = "";
    private List<Citation> citations = List.of();
    private List<String> plan = List.of();
    private Optional<Waiting> waiting = Optional.empty();
    private Optional<String> question = Optional.empty();
    private Optional<ToolRequest> open = Optional.empty();
    private boolean again;
    private String last = "";
    private int compactions;
    private Usage usage = Usage.NONE;

    void add(JournalEntry entry) {
      switch (entry) {
        case JournalEntry.Begun begun -> task = begun.task().question();
        case JournalEntry.Heard heard -> {}
        case JournalEntry.Recalled recalled -> {}
        case JournalEntry.Selected selected -> {}
        case JournalEntry.Scored scored -> usage = usage.plus(scored.score().usage());
        case JournalEntry.Wrote wrote -> usage = usage.plus(wrote.completion().usage());
        case JournalEntry.Planned planned -> plan = planned.tools();
        case JournalEntry.Compacted compacted -> compactions++;
        case JournalEntry.Retrieved found ->
            steps.add(
                new Step(
                    DocumentSearch.SPEC.name(),
                    found.query().text(),
                    "ok",
                    "%d passages".formatted(found.passages().size())));
        case JournalEntry.NotCalled(ToolCall call, boolean allowed, String why) ->
            steps.add(
                new Step(call.tool(), call.arguments(), allowed ? "invalid" : "refused", why));
        case JournalEntry.ApprovalAsked asked ->
            waiting = Optional.of(new Waiting(asked.request(), asked.reason(), false));
        case JournalEntry.ApprovalGiven given -> waiting = Optional.empty();
        case JournalEntry.Revised revised -> {}
        case JournalEntry.InputAsked(String asked) -> question = Optional.of(asked);
        case JournalEntry.InputGiven given -> question = Optional.empty();
        case JournalEntry.CallBegan(ToolRequest request) -> begin(request);
        case JournalEntry.CallEnded ended -> end(ended.result());
        case JournalEntry.CallSettled settled -> settle(settled.settlement());
        case JournalEntry.Ended ended -> {
          waiting = Optional.empty();
          question = Optional.empty();
          status = Optional.of(ended.status());
          answer = ended.answer();
          citations = ended.citations();
        }
      }
    }

    /// Until its answer is written a call that may not be repeated waits for the user's word.
    private void begin(ToolRequest request) {
      again = open.filter(before -> before.call().equals(request.call())).isPresent();
      open = Optional.of(request);
      waiting = request.isRepeatable() ? Optional.empty() : Optional.of(Waiting.unsettled(request));
    }

    private void end(ToolResult result) {
      open.ifPresent(
          request -> {
            add(request, word(result.status()), result.text());
            boolean unsettled =
                result.status() == ToolResult.Status.UNKNOWN
                    && request.effect() == Effect.WRITE
                    && (again || !request.isRepeatable());
            waiting = unsettled ? Optional.of(Waiting.unsettled(request)) : Optional.empty();
          });
    }

    private void settle(Settlement settlement) {
      waiting = Optional.empty();
      if (settlement != Settlement.REPEAT) {
        open.ifPresent(
            request ->
                add(
                    request,
                    settlement == Settlement.DONE ? "ok" : "error",
                    "the user says: " + settlement.name().toLowerCase(Locale.ROOT)));
      }
    }

    /// A call is one step, however often it was sent.
    private void add(ToolRequest request, String status, String result) {
      ToolCall call = request.call();
      if (call.id().equals(last)) {
        steps.removeLast();
      }
      last = call.id();
      steps.add(new Step(call.tool(), call.arguments(), status, result));
    }
  }
}
