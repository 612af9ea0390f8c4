package dev.corvid.test;

import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.spi.RunJournal;

class MemoryRunJournalTests extends RunJournalContract {
  private final RunJournal journal = new MemoryRunJournal();

  @Override
  protected RunJournal journal() {
    return journal;
  }
}
