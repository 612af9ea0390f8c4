package dev.corvid.test;

import dev.corvid.agent.spi.TextIndex;

class WordOverlapIndexTests extends TextIndexContract {
  @Override
  protected TextIndex index() {
    return new WordOverlapIndex();
  }
}
