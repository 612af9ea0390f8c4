package dev.corvid.retrieval;

import dev.corvid.agent.IndexedEpisodicMemory;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.test.EpisodicMemoryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LuceneEpisodicMemoryTests extends EpisodicMemoryContract {
  @TempDir private Path folder;

  @Override
  protected EpisodicMemory memory() {
    return new IndexedEpisodicMemory(TextIndexes.open(folder.resolve("memory")));
  }
}
