package dev.corvid.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Episode;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.EpisodicMemory.Recalled;
import dev.corvid.test.EpisodicMemoryContract;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcEpisodicMemoryTests extends EpisodicMemoryContract {
  private final DataSource dataSource = TestDatabase.migrated();

  @Override
  protected EpisodicMemory memory() {
    return owned(TestDatabase.unique());
  }

  private JdbcEpisodicMemory owned(String owner) {
    return JdbcEpisodicMemory.over(dataSource).ownedBy(owner);
  }

  private static Episode episode(String id, Instant when, String task) {
    return new Episode(id, when, task, List.of(), List.of(), RunStatus.FAILED, false, "Try again.");
  }

  private static Episode episode(String id, String task) {
    return episode(id, Instant.EPOCH, task);
  }

  private static List<String> ids(List<Recalled> recalled) {
    return recalled.stream().map(one -> one.episode().id()).toList();
  }

  @Test
  void episodesOfOneOwnerAreNoOthers() {
    String owner = TestDatabase.unique();
    JdbcEpisodicMemory mine = owned(owner);
    mine.add(episode("r1", "Feed the walrus"));
    for (EpisodicMemory stranger :
        List.of(owned(TestDatabase.unique()), JdbcEpisodicMemory.over(dataSource))) {
      assertThat(stranger.recall("Feed the walrus", 3)).isEmpty();
      assertThat(stranger.episodes()).doesNotContain(mine.episodes().getFirst());
      assertThat(stranger.forget("r1")).isFalse();
    }
    JdbcEpisodicMemory other = owned(TestDatabase.unique());
    other.add(episode("r1", "Bake a cake"));
    assertThat(owned(owner).episodes())
        .extracting(Episode::task)
        .containsExactly("Feed the walrus");
  }

  @Test
  void rareWordsMakeTasksAlikeHoweverManyShareCommonOnes() {
    JdbcEpisodicMemory memory = owned(TestDatabase.unique());
    IntStream.range(0, 300)
        .forEach(i -> memory.add(episode("list" + i, "Please list item" + i + " for me")));
    memory.add(episode("walrus", Instant.EPOCH.minusSeconds(1), "Feed walrus"));
    assertThat(ids(memory.recall("Please list the walrus", 3))).startsWith("walrus");
    memory.add(episode("same", Instant.EPOCH.minusSeconds(2), "please list for me"));
    assertThat(memory.recall("Please list for me", 1))
        .as("though it is the oldest of 300 that share all its words")
        .containsExactly(
            new Recalled(episode("same", Instant.EPOCH.minusSeconds(2), "please list for me"), 1));
    assertThat(memory.recall("Please list for me", 300, 0)).hasSize(300);
  }

  @Test
  void equallySimilarEpisodesComeNewestFirst() {
    JdbcEpisodicMemory memory = owned(TestDatabase.unique());
    for (int day : List.of(2, 9, 4)) {
      memory.add(episode("day" + day, Instant.EPOCH.plusSeconds(86_400L * day), "Feed the walrus"));
    }
    assertThat(ids(memory.recall("feed the walrus", 2))).containsExactly("day9", "day4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "call getPetById|call get_pet_by_id",
        "渡鸦在哪里藏食物|渡鸦在哪里",
        "it's a crow's \\nest\\|the crow's \\nest\\",
        "a & b | ! ( c:* <-> 'd' \\|A B C D",
        "\uD83D\uDC26|\uD83D\uDC26"
      })
  void wordsAreFoundInWhateverTheyAreWritten(String both) {
    String[] tasks = both.split("\\|(?=[^|]*$)");
    JdbcEpisodicMemory memory = owned(TestDatabase.unique());
    memory.add(episode("r1", tasks[0]));
    memory.add(episode("r2", "something else"));
    assertThat(ids(memory.recall(tasks[1], 3))).containsExactly("r1");
    assertThat(memory.recall(tasks[0], 1).getFirst().similarity()).isEqualTo(1);
  }

  @Test
  void aWordSharedIsEnoughIfTheCallerSaysSo() {
    JdbcEpisodicMemory memory = owned(TestDatabase.unique());
    memory.add(episode("r1", "Which of the many open orders of customer seventeen are late now?"));
    assertThat(memory.recall("orders", 3)).isEmpty();
    assertThat(memory.recall("orders", 3, 0)).hasSize(1);
    assertThat(memory.recall("walrus", 3, 0)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsLeftOutAndKept() {
    String owner = TestDatabase.unique();
    JdbcEpisodicMemory memory = owned(owner);
    memory.add(episode("r1", "count the crows"));
    memory.add(episode("r2", "count the crows again"));
    TestDatabase.sql()
        .sql("update corvid.corvid_episode set payload = '{\"v\":2}' where owner = ? and id = 'r1'")
        .param(owner)
        .update();
    assertThat(ids(memory.recall("count the crows", 3))).containsExactly("r2");
    assertThat(memory.episodes()).extracting(Episode::id).containsExactly("r2");
    assertThat(memory.forget("r1")).isTrue();
  }

  @Test
  void anyTimeIsKept() {
    JdbcEpisodicMemory memory = owned(TestDatabase.unique());
    memory.add(episode("last", Instant.MAX, "one"));
    memory.add(episode("first", Instant.MIN, "two"));
    memory.add(episode("now", Instant.now(), "three"));
    assertThat(memory.episodes()).extracting(Episode::id).containsExactly("first", "now", "last");
  }

  @Test
  void anIdThatCannotBeKeptAsItIsIsRefused() {
    JdbcEpisodicMemory memory = owned(TestDatabase.unique());
    for (String odd : List.of("a\0b", "\uD83D", "x".repeat(256))) {
      assertThatThrownBy(() -> memory.add(episode(odd, "one")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("id");
      assertThat(memory.forget(odd)).isFalse();
    }
  }
}
