package dev.corvid.autoconfigure;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.RunObserver;
import dev.corvid.agent.spi.Tool;

/// What is put around the parts of an agent before it gets them.
interface AgentParts {
  /// Nothing.
  AgentParts PLAIN = new AgentParts() {};

  default LanguageModel model(LanguageModel model) {
    return model;
  }

  default Retriever retriever(Retriever retriever) {
    return retriever;
  }

  default Tool tool(Tool tool) {
    return tool;
  }

  default RunObserver runs() {
    return RunObserver.NONE;
  }
}
