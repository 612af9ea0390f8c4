package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Episode;
import dev.corvid.agent.IndexedEpisodicMemory;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.EpisodicMemory.Recalled;
import dev.corvid.agent.spi.TextIndex;
import dev.corvid.agent.spi.TextIndex.Entry;
import dev.corvid.agent.spi.TextIndex.Field;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexedEpisodicMemoryTests extends EpisodicMemoryContract {
  @Override
  protected EpisodicMemory memory() {
    return new IndexedEpisodicMemory(new WordOverlapIndex());
  }

  private static Episode episode(String id, String task) {
    return new Episode(
        id, Instant.EPOCH, task, List.of(), List.of(), RunStatus.FAILED, false, "Try again.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"v\":1}",
        "{\"v\":2,\"id\":\"x\"}",
        "{\"v\":1,\"id\":\"x\",\"when\":\"yesterday\",\"task\":\"crow\",\"plan\":[],\"calls\":[],"
            + "\"outcome\":\"DONE\",\"verified\":true,\"lesson\":\"\"}",
        "{\"v\":1,\"id\":\"x\",\"when\":\"2026-11-23T08:00:00Z\",\"task\":\"\",\"plan\":[1],"
            + "\"calls\":{},\"outcome\":\"WON\",\"verified\":1,\"lesson\":null}"
      })
  void whatCannotBeReadIsLeftOutAndKept(String payload) {
    TextIndex index = new WordOverlapIndex();
    Entry foreign = new Entry("x", List.of(new Field("count the crows", 1)), payload);
    index.put(foreign);
    var memory = new IndexedEpisodicMemory(index);
    Episode own = episode("r1", "count the crows again");
    memory.add(own);
    assertThat(memory.episodes()).containsExactly(own);
    assertThat(memory.recall("count the crows", 3))
        .extracting(Recalled::episode)
        .containsExactly(own);
    assertThat(index.entries()).contains(foreign);
    assertThat(memory.forget("x")).isTrue();
  }

  @Test
  void episodesAreKeptAsJsonThatLaterVersionsMustRead() {
    TextIndex index = new WordOverlapIndex();
    new IndexedEpisodicMemory(index).add(episode("r1", "count the crows"));
    assertThat(index.entries().getFirst().payload())
        .isEqualTo(
            "{\"v\":1,\"id\":\"r1\",\"when\":\"1970-01-01T00:00:00Z\","
                + "\"task\":\"count the crows\",\"plan\":[],\"calls\":[],"
                + "\"outcome\":\"FAILED\",\"verified\":false,\"lesson\":\"Try again.\"}");
  }

  @Test
  void rareWordsMakeTasksAlikeRatherThanCommonOnes() {
    var memory = new IndexedEpisodicMemory(new WordOverlapIndex());
    for (int i = 0; i < 30; i++) {
      memory.add(episode("list" + i, "Please list item" + i + " for me"));
    }
    memory.add(episode("walrus", "Feed walrus"));
    assertThat(memory.recall("Please list the walrus", 3).getFirst().episode().id())
        .isEqualTo("walrus");
  }

  @Test
  void aWordSharedIsEnoughIfTheCallerSaysSo() {
    var memory = new IndexedEpisodicMemory(new WordOverlapIndex());
    memory.add(episode("r1", "Which of the many open orders of customer seventeen are late now?"));
    assertThat(memory.recall("orders", 3)).isEmpty();
    assertThat(memory.recall("orders", 3, 0)).hasSize(1);
    assertThat(memory.recall("walrus", 3, 0)).isEmpty();
  }

  @Test
  void equallySimilarEpisodesComeNewestFirst() {
    var memory = new IndexedEpisodicMemory(new WordOverlapIndex());
    for (int day : List.of(2, 9, 4)) {
      memory.add(
          new Episode(
              "day" + day,
              Instant.EPOCH.plusSeconds(86_400L * day),
              "Feed the walrus",
              List.of(),
              List.of(),
              RunStatus.DONE,
              true,
              ""));
    }
    assertThat(memory.recall("feed the walrus", 2))
        .extracting(recalled -> recalled.episode().id())
        .containsExactly("day9", "day4");
  }

  @Test
  void identifiersAreTheirWords() {
    var memory = new IndexedEpisodicMemory(new WordOverlapIndex());
    memory.add(episode("r1", "call getPetById"));
    assertThat(memory.recall("call get_pet_by_id", 1).getFirst().similarity()).isEqualTo(1);
  }
}
