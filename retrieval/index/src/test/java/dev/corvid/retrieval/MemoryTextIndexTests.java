package dev.corvid.retrieval;

import dev.corvid.agent.spi.TextIndex;
import dev.corvid.test.TextIndexContract;

class MemoryTextIndexTests extends TextIndexContract {
  @Override
  protected TextIndex index() {
    return TextIndexes.inMemory();
  }
}
