package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Episode;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.EpisodicMemory.Recalled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [EpisodicMemory] must do. Extend it and hand over an empty memory.
public abstract class EpisodicMemoryContract {
  private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00.123456789Z");

  private final List<EpisodicMemory> opened = new ArrayList<>();

  /// A memory without episodes, at each call another one; it is closed after the test.
  protected abstract EpisodicMemory memory();

  private EpisodicMemory opened() {
    EpisodicMemory memory = memory();
    opened.add(memory);
    return memory;
  }

  @AfterEach
  void close() {
    opened.forEach(EpisodicMemory::close);
  }

  private static Episode episode(String id, int day, String task) {
    return new Episode(
        id,
        MONDAY.plusSeconds(86_400L * day),
        task,
        List.of("search"),
        List.of("search ok 1f3a"),
        RunStatus.DONE,
        true,
        "");
  }

  private static List<String> ids(List<Recalled> recalled) {
    return recalled.stream().map(one -> one.episode().id()).toList();
  }

  @Test
  void anEmptyMemoryRecallsNothing() {
    EpisodicMemory memory = opened();
    assertThat(memory.recall("Which films did she direct?", 3)).isEmpty();
    assertThat(memory.episodes()).isEmpty();
    assertThat(memory.forget("r1")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anEpisodeComesBackWhole(RunStatus outcome) {
    EpisodicMemory memory = opened();
    Episode episode =
        new Episode(
            "r1",
            MONDAY,
            "Cancel the order \"4711\"\nfor 渡鸦 \uD83D\uDC26",
            List.of("find_order", "cancel_order"),
            List.of("find_order ok 1f3a", "cancel_order failed 77b0", ""),
            outcome,
            outcome == RunStatus.DONE,
            "Ask for the order's number first.");
    memory.add(episode);
    assertThat(memory.episodes()).containsExactly(episode);
    assertThat(memory.recall(episode.task(), 1)).containsExactly(new Recalled(episode, 1));
  }

  @Test
  void theSameTaskIsWhollyAlikeAndOthersAreLessSo() {
    EpisodicMemory memory = opened();
    memory.add(episode("weather", 0, "Tell me the weather in Hamburg tomorrow"));
    memory.add(episode("films", 1, "Which films did Sofia Coppola direct?"));
    memory.add(episode("orders", 2, "Cancel the last order of customer 17"));
    List<Recalled> recalled = memory.recall("Which films did Akira Kurosawa direct?", 3);
    assertThat(ids(recalled)).containsExactly("films");
    assertThat(recalled.getFirst().similarity()).isBetween(0.1, 0.9);
    assertThat(memory.recall("which FILM did Sofia Coppola direct", 3).getFirst().similarity())
        .isEqualTo(1);
    assertThat(memory.recall("Bake a cake", 3)).isEmpty();
  }

  @Test
  void theMostAlikeComeFirstAndNoMoreThanAsked() {
    EpisodicMemory memory = opened();
    for (int i = 0; i < 6; i++) {
      memory.add(episode("r" + i, i, "List the open issues of repository number" + i));
    }
    List<Recalled> recalled = memory.recall("List the open issues of repository number3", 4);
    assertThat(recalled)
        .hasSize(4)
        .isSortedAccordingTo(Comparator.comparingDouble(one -> -one.similarity()))
        .allMatch(one -> one.similarity() > 0 && one.similarity() <= 1);
    assertThat(ids(recalled)).startsWith("r3");
    assertThatThrownBy(() -> memory.recall("issues", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void episodesAreListedOldestFirstWhateverTheirOrderOfComing() {
    EpisodicMemory memory = opened();
    memory.add(episode("late", 5, "Book a table"));
    memory.add(episode("early", 1, "Book a room"));
    memory.add(episode("between", 3, "Book a flight"));
    assertThat(memory.episodes())
        .extracting(Episode::id)
        .containsExactly("early", "between", "late");
  }

  @Test
  void anEpisodeTakesThePlaceOfTheOneWithItsId() {
    EpisodicMemory memory = opened();
    memory.add(episode("r1", 0, "Book a table"));
    Episode again = episode("r1", 1, "Cancel the flight");
    memory.add(again);
    assertThat(memory.episodes()).containsExactly(again);
    assertThat(memory.recall("Book a table", 3)).isEmpty();
  }

  @Test
  void whatIsForgottenIsGone() {
    EpisodicMemory memory = opened();
    memory.add(episode("r1", 0, "Book a table"));
    memory.add(episode("r2", 1, "Book a table"));
    assertThat(memory.forget("r1")).isTrue();
    assertThat(memory.forget("r1")).isFalse();
    assertThat(ids(memory.recall("Book a table", 3))).containsExactly("r2");
  }

  @Test
  void noTaskIsAnErrorAndNoneIsLost() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    EpisodicMemory memory = opened();
    List<String> tasks = new ArrayList<>(OddTexts.ALL);
    for (int i = 0; i < 20; i++) {
      tasks.add(OddTexts.random(random, 60));
    }
    Map<String, Episode> added = new LinkedHashMap<>();
    for (String task : tasks) {
      assertThat(memory.recall(task, 3)).as("seed %d", seed).hasSizeLessThanOrEqualTo(3);
      if (!task.isBlank()) {
        Episode episode = episode("r" + added.size(), added.size(), task);
        added.put(episode.id(), episode);
        memory.add(episode);
      }
    }
    assertThat(memory.episodes()).as("seed %d", seed).isEqualTo(List.copyOf(added.values()));
  }
}
