package dev.corvid.autoconfigure;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.RunObserver;
import dev.corvid.agent.spi.Tool;
import io.micrometer.observation.ObservationRegistry;

/// Puts observations around an agent's parts. The beans stay as they are: what else uses them is
/// not the agent's work.
///
/// @param isTold whether prompts, answers, arguments and results are told
record AgentObservations(ObservationRegistry registry, UsageMeter meter, boolean isTold)
    implements AgentParts {
  @Override
  public LanguageModel model(LanguageModel model) {
    // Else each of its calls and tokens would be told twice.
    return SpringAiModule.isOf(model)
        ? model
        : new ObservedLanguageModel(model, registry, meter, isTold);
  }

  @Override
  public Retriever retriever(Retriever retriever) {
    return new ObservedRetriever(retriever, registry, isTold);
  }

  @Override
  public Tool tool(Tool tool) {
    return new ObservedTool(tool, registry, isTold);
  }

  @Override
  public RunObserver runs() {
    return new ObservedRuns(registry, isTold);
  }
}
