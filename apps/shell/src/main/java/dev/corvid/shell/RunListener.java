package dev.corvid.shell;

import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.command.Console;
import dev.corvid.command.Progress;

/// Shows a run with tools while it goes on: its plan and each call.
final class RunListener implements AgentListener, AutoCloseable {
  private static final int SHOWN = 160;

  private final Console console;
  private final Progress reading;

  RunListener(Console console) {
    this.console = console;
    this.reading = console.progress("Read");
  }

  @Override
  public void on(AgentEvent event) {
    switch (event) {
      case AgentEvent.RequestCompleted(String request) ->
          console.note("understood as: " + Texts.oneLine(request, SHOWN));
      case AgentEvent.Planned planned ->
          console.note("plan: " + String.join(" → ", planned.tools()));
      case AgentEvent.CallBegan(ToolRequest request) ->
          console.note("%s %s".formatted(request.method(), Texts.oneLine(request.url(), SHOWN)));
      case AgentEvent.CallEnded(RunReport.Step step) ->
          console.note(
              "  %s %s: %s"
                  .formatted(step.tool(), step.status(), Texts.oneLine(step.result(), SHOWN)));
      case AgentEvent.Retrieved retrieved ->
          console.note(
              "searched the documents: %d passages".formatted(retrieved.passages().size()));
      case AgentEvent.PromptRead read ->
          reading.update(read.done(), read.total(), read.done() + " tokens");
      case AgentEvent.RefusalScored scored ->
          console.detail(
              "the passages do not say, with probability %.2f".formatted(scored.probability()));
      case AgentEvent.Compacted compacted ->
          console.note(
              "the context was full: %d tokens shortened to %d"
                  .formatted(compacted.before(), compacted.after()));
      case AgentEvent.ApprovalWanted wanted -> reading.close();
      case AgentEvent.InputWanted wanted -> reading.close();
      case AgentEvent.RunEnded ended -> reading.close();
      case AgentEvent.TextWritten(String piece) -> draft(piece);
      case AgentEvent.DraftWithdrawn withdrawn -> console.retractStreamed();
      case AgentEvent.CitationsChecked checked -> {}
      case AgentEvent.Finished finished -> {}
    }
  }

  /// For a person who waits; elsewhere only the answer that stands is printed.
  private void draft(String piece) {
    if (console.mode().styledOut()) {
      console.stream(Texts.safe(piece));
    }
  }

  @Override
  public void close() {
    reading.close();
    console.retractStreamed();
  }
}
