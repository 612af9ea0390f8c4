package dev.corvid.shell;

import dev.corvid.agent.AgentEvent;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.command.Console;
import dev.corvid.command.Progress;

/// Shows a run while it goes on: the prompt being read, then the draft of the answer. The draft is
/// for a person who waits; elsewhere only the checked answer is printed.
final class AskListener implements AgentListener, AutoCloseable {
  private static final int SHOWN = 160;

  private final Console console;
  private final Progress reading;

  AskListener(Console console) {
    this.console = console;
    this.reading = console.progress("Read");
  }

  @Override
  public void on(AgentEvent event) {
    switch (event) {
      case AgentEvent.RequestCompleted(String request) ->
          console.note("understood as: " + Texts.oneLine(request, SHOWN));
      case AgentEvent.Retrieved retrieved ->
          console.detail(
              "%d passages in %d ms"
                  .formatted(retrieved.passages().size(), retrieved.took().toMillis()));
      case AgentEvent.PromptRead read ->
          reading.update(read.done(), read.total(), read.done() + " tokens");
      case AgentEvent.RefusalScored scored ->
          console.detail(
              "the passages do not say, with probability %.2f".formatted(scored.probability()));
      case AgentEvent.TextWritten written -> draft(written.piece());
      case AgentEvent.DraftWithdrawn withdrawn -> console.retractStreamed();
      case AgentEvent.CitationsChecked checked ->
          console.detail("%d citations verified".formatted(checked.citations().size()));
      case AgentEvent.Planned planned -> console.detail("plan: " + planned.tools());
      case AgentEvent.Compacted compacted -> console.detail("the context was full");
      case AgentEvent.ApprovalWanted wanted -> reading.close();
      case AgentEvent.InputWanted wanted -> reading.close();
      case AgentEvent.CallBegan began -> console.detail(began.request().method());
      case AgentEvent.CallEnded ended -> console.detail(ended.step().status());
      case AgentEvent.RunEnded ended -> reading.close();
      case AgentEvent.Finished finished -> reading.close();
    }
  }

  private void draft(String piece) {
    if (console.mode().styledOut()) {
      console.stream(Texts.safe(piece));
    }
  }

  @Override
  public void close() {
    reading.close();
  }
}
