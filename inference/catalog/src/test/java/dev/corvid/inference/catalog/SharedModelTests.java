package dev.corvid.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.CorvidFolders;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Pulls the small model from its real sources into the user's own cache, where the tests of the
/// other modules find it.
class SharedModelTests {
  @Test
  void theSmallModelIsPulledAndVerified() {
    var store = new ModelStore(CorvidFolders.of(System.getenv()).models());
    Path file = store.pull("smollm2-135m", PullListener.SILENT);
    assertThat(file).hasSize(98_362_432);
    store.verify(store.catalog().require("smollm2-135m"));
  }
}
