package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.Query.Mode;
import dev.corvid.agent.spi.Retriever;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [Retriever] must do. Extend it and hand over a retriever for the given documents,
/// each short enough to be one passage, searched in all three modes.
public abstract class RetrieverContract {
  private static final Map<String, String> DOCUMENTS =
      new TreeMap<>(
          Map.of(
              "ravens", "Ravens cache food and find it again after weeks.",
              "crows", "A crow cached a walnut. Crows drop walnuts on roads to crack them.",
              "jays", "Jays hide acorns; a jay remembers thousands of places.",
              "market", "The stock market fell by three per cent on Monday.",
              "snow", "Schnee fällt, 雪が降る, and the birds look for food \uD83D\uDC26."));

  private static final List<String> ODD_QUERIES =
      List.of(
          "",
          "   \n\t",
          "the of and",
          "\uD83D\uDC26",
          "\uD83D lone surrogates \uDC26",
          "AND OR NOT ( [ { \" ~ * ? : ^ \\ / && || !",
          "title:raven -food +crow food~2 \"cache food\"^3",
          "渡鸦在哪里藏食物?",
          "\u0000\u0001\uFFFF",
          "x".repeat(100_000),
          "raven ".repeat(10_000),
          manyWords(10_000));

  private static String manyWords(int count) {
    var words = new StringBuilder("raven");
    for (int i = 0; i < count; i++) {
      words.append(" word").append(i);
    }
    return words.toString();
  }

  /// @param documents text by name
  protected abstract Retriever retriever(Map<String, String> documents);

  @ParameterizedTest
  @EnumSource
  void findsTheDocumentThatSharesTheWords(Mode mode) {
    Retriever retriever = retriever(DOCUMENTS);
    List<Passage> hits = retriever.retrieve(Query.of("crack walnuts on roads", 3).withMode(mode));
    assertThat(hits.getFirst().document()).isEqualTo("crows");
  }

  @ParameterizedTest
  @EnumSource
  void returnsVerbatimPassagesBestFirstAndNoMoreThanAsked(Mode mode) {
    Retriever retriever = retriever(DOCUMENTS);
    List<Passage> hits = retriever.retrieve(Query.of("where is food cached?", 2).withMode(mode));
    assertThat(hits).hasSize(2);
    assertThat(hits).isSortedAccordingTo(Comparator.comparingDouble(Passage::score).reversed());
    for (Passage hit : hits) {
      String text = DOCUMENTS.getOrDefault(hit.document(), "");
      assertThat(hit.text()).isEqualTo(text.substring(hit.start(), hit.end()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void exclusionCostsNoRecall(Mode mode) {
    Retriever retriever = retriever(DOCUMENTS);
    Query query = Query.of("food", 1).withMode(mode);
    String first = retriever.retrieve(query).getFirst().document();
    List<Passage> others = retriever.retrieve(query.excluding(Set.of(first, "no such document")));
    assertThat(others).hasSize(1);
    assertThat(others.getFirst().document()).isNotEqualTo(first);
    assertThat(retriever.retrieve(query.excluding(DOCUMENTS.keySet()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noQueryIsAnError(Mode mode) {
    Retriever retriever = retriever(DOCUMENTS);
    for (String odd : ODD_QUERIES) {
      assertThat(retriever.retrieve(Query.of(odd, 3).withMode(mode)))
          .as(odd.substring(0, Math.min(40, odd.length())))
          .hasSizeLessThanOrEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyCollectionHasNoPassages(Mode mode) {
    Retriever retriever = retriever(Map.of());
    assertThat(retriever.retrieve(Query.of("food", 3).withMode(mode))).isEmpty();
    assertThat(retriever.weight("food")).isZero();
  }

  @Test
  void aWordWeighsByItsRarityInAnyInflection() {
    Retriever retriever = retriever(DOCUMENTS);
    int n = DOCUMENTS.size();
    assertThat(retriever.weight("food")).isCloseTo(Math.log(1 + n / 3.0), within(1e-9));
    assertThat(retriever.weight("walnut")).isCloseTo(Math.log(1 + n / 2.0), within(1e-9));
    assertThat(retriever.weight("Walnuts")).isEqualTo(retriever.weight("walnut"));
    assertThat(retriever.weight("zebra")).isCloseTo(Math.log(1.0 + n), within(1e-9));
    assertThat(retriever.weight("")).isLessThan(retriever.weight("food"));
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    Retriever retriever = retriever(DOCUMENTS);
    Query query = Query.of("where is food cached?", 3);
    List<Passage> alone = retriever.retrieve(query);
    List<Callable<List<Passage>>> calls = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      calls.add(() -> retriever.retrieve(query));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Passage>> result : threads.invokeAll(calls)) {
        assertThat(names(result.get())).isEqualTo(names(alone));
      }
    }
  }

  private static List<String> names(List<Passage> passages) {
    return passages.stream().map(Passage::document).collect(Collectors.toList());
  }
}
