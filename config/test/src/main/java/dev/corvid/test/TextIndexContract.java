package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.spi.TextIndex;
import dev.corvid.agent.spi.TextIndex.Entry;
import dev.corvid.agent.spi.TextIndex.Field;
import dev.corvid.agent.spi.TextIndex.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every [TextIndex] must do. Extend it and hand over an empty index.
public abstract class TextIndexContract {
  private final List<TextIndex> opened = new ArrayList<>();

  /// An index without entries, at each call another one; it is closed after the test.
  protected abstract TextIndex index();

  private TextIndex opened() {
    TextIndex index = index();
    opened.add(index);
    return index;
  }

  @AfterEach
  void close() {
    opened.forEach(TextIndex::close);
  }

  private static Entry entry(String id, String text) {
    return new Entry(id, List.of(new Field(text, 1)), "payload of " + id);
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.entry().id()).toList();
  }

  @Test
  void anEmptyIndexHasNothing() {
    TextIndex index = opened();
    assertThat(index.entries()).isEmpty();
    assertThat(index.search("crow", 5)).isEmpty();
    assertThat(index.remove("crow")).isFalse();
  }

  @Test
  void whatIsPutIsFoundByItsWordsAndComesBackWhole() {
    TextIndex index = opened();
    Entry crow =
        new Entry("a", List.of(new Field("a crow calls", 2.5), new Field("loudly", 0.5)), "{}");
    index.put(crow);
    index.put(entry("b", "a magpie steals"));
    assertThat(index.search("which crow?", 5)).singleElement().matches(h -> h.entry().equals(crow));
    assertThat(ids(index.search("loudly stealing magpie", 5))).containsExactly("b", "a");
    assertThat(index.search("walnut", 5)).isEmpty();
  }

  @Test
  void hitsComeBestFirstAndNoMoreThanAsked() {
    TextIndex index = opened();
    for (int i = 0; i < 9; i++) {
      index.put(entry("e" + i, "crow ".repeat(1 + i % 3) + "word" + i));
    }
    index.put(entry("best", "crow nest"));
    List<Hit> hits = index.search("crow nest", 5);
    assertThat(hits).hasSize(5).isSortedAccordingTo(Comparator.comparingDouble(h -> -h.score()));
    assertThat(hits.getFirst().entry().id()).isEqualTo("best");
    assertThat(hits).allMatch(hit -> hit.score() > 0);
    assertThatThrownBy(() -> index.search("crow", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "getPetById, pet",
    "get_pet_by_id, pet",
    "get-pet-by-id, pet",
    "/pets/{petId}, pet",
    "parseHTTPResponse, http",
    "find the pets, findPet",
    "GET_person-person_id-movie_credits, person",
    "Ravens caching food, raven cache",
    "渡鸦在哪里藏食物, 食物"
  })
  void identifiersAndInflectionsAreTheirWords(String text, String query) {
    TextIndex index = opened();
    index.put(entry("other", "something else"));
    index.put(entry("this", text));
    assertThat(ids(index.search(query, 5))).containsExactly("this");
  }

  @Test
  void aHeavierFieldCountsMore() {
    TextIndex index = opened();
    index.put(
        new Entry("light", List.of(new Field("crow", 0.5), new Field("walnut", 4)), "payload"));
    index.put(
        new Entry("heavy", List.of(new Field("crow", 4), new Field("walnut", 0.5)), "payload"));
    assertThat(ids(index.search("crow", 5))).containsExactly("heavy", "light");
    assertThat(ids(index.search("walnut", 5))).containsExactly("light", "heavy");
  }

  @Test
  void anEntryTakesThePlaceOfTheOneWithItsIdAndIsTheNewest() {
    TextIndex index = opened();
    index.put(entry("a", "crow"));
    index.put(entry("b", "magpie"));
    Entry again = entry("a", "raven");
    index.put(again);
    assertThat(index.search("crow", 5)).isEmpty();
    assertThat(ids(index.search("raven", 5))).containsExactly("a");
    assertThat(index.entries()).containsExactly(entry("b", "magpie"), again);
  }

  @Test
  void aRemovedEntryIsGone() {
    TextIndex index = opened();
    index.put(entry("a", "crow"));
    index.put(entry("b", "crow"));
    assertThat(index.remove("a")).isTrue();
    assertThat(index.remove("a")).isFalse();
    assertThat(index.remove("c")).isFalse();
    assertThat(ids(index.search("crow", 5))).containsExactly("b");
    assertThat(index.entries()).containsExactly(entry("b", "crow"));
  }

  @Test
  void entriesStayInTheOrderInWhichTheyCame() {
    TextIndex index = opened();
    List<Entry> all =
        IntStream.range(0, 25).mapToObj(i -> entry("e" + (i * 7) % 25, "number " + i)).toList();
    all.forEach(index::put);
    assertThat(index.entries()).isEqualTo(all);
  }

  @Test
  void noTextIsAnOperatorOrAnError() {
    TextIndex index = opened();
    index.put(entry("a", "crow"));
    index.put(entry("empty", ""));
    index.put(new Entry("", List.of(), ""));
    for (String odd : OddTexts.ALL) {
      assertThat(index.search(odd, 3)).hasSizeLessThanOrEqualTo(3);
      Entry entry = new Entry(odd, List.of(new Field(odd, 1e-9), new Field(odd, 1e9)), odd);
      index.put(entry);
      assertThat(index.entries()).last().isEqualTo(entry);
      assertThat(index.remove(odd)).isTrue();
    }
    assertThat(ids(index.search("-crow", 3))).containsExactly("a");
    assertThat(index.entries()).hasSize(3);
  }

  @Test
  void randomTextsComeBackAsTheyWere() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    TextIndex index = opened();
    Map<String, Entry> expected = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      String id = OddTexts.random(random, 2);
      if (random.nextInt(4) == 0) {
        assertThat(index.remove(id)).as("seed %d", seed).isEqualTo(expected.remove(id) != null);
      } else {
        double weight = Math.exp(random.nextGaussian() * 3);
        String text = OddTexts.random(random, 40);
        Entry entry = new Entry(id, List.of(new Field(text, weight)), OddTexts.random(random, 40));
        expected.remove(id);
        expected.put(id, entry);
        index.put(entry);
        assertThat(index.search(text, 100)).as("seed %d", seed).allMatch(h -> h.score() > 0);
      }
    }
    assertThat(index.entries()).as("seed %d", seed).isEqualTo(List.copyOf(expected.values()));
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    TextIndex index = opened();
    List<Callable<List<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String id = "e" + i;
      calls.add(
          () -> {
            index.put(entry(id, "crow " + id));
            assertThat(index.remove("gone" + id)).isFalse();
            return ids(index.search(id, 1));
          });
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<String> found = new ArrayList<>();
      for (Future<List<String>> result : threads.invokeAll(calls)) {
        found.addAll(result.get());
      }
      assertThat(found)
          .isEqualTo(IntStream.range(0, 8).mapToObj(i -> "e" + i).collect(Collectors.toList()));
    }
    assertThat(index.entries()).hasSize(8);
  }
}
