package dev.corvid.retrieval;

import dev.corvid.agent.IndexedToolSelector;
import dev.corvid.agent.spi.ToolSelector;
import dev.corvid.test.ToolSelectorContract;

class LuceneToolSelectorTests extends ToolSelectorContract {
  @Override
  protected ToolSelector selector() {
    return new IndexedToolSelector(TextIndexes::inMemory);
  }
}
