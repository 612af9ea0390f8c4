package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.agent.spi.TextEmbedder.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What every [TextEmbedder] must do. Extend it and open the embedder; it is opened once for all
/// tests and a second time for the test of closing.
@TestInstance(Lifecycle.PER_CLASS)
public abstract class TextEmbedderContract {
  private static final List<String> TEXTS =
      List.of(
          "Ravens cache food and find it again.",
          "The stock market fell by three per cent on Monday.",
          "a",
          "Where do corvids hide what they want to eat later?");

  private TextEmbedder embedder;

  protected abstract TextEmbedder open();

  /// How far two vectors of one text may be apart in cosine when other texts are embedded with it;
  /// 0 means that they are equal bit for bit.
  protected double batchTolerance() {
    return 0;
  }

  @BeforeAll
  void openEmbedder() {
    embedder = open();
  }

  @AfterAll
  void closeEmbedder() {
    embedder.close();
  }

  static List<String> oddTexts() {
    return List.of(
        "",
        " \t\r\n\u00a0\u3000",
        "\u0000\u0001\u007f\ufffd\uffff",
        "broken \ud800 surrogates \udc00\udc00 \udbff",
        "🐦‍⬛ 👩‍👩‍👧 e\u0301\u0301\u0301 \u202eRTL العربية",
        "渡鸦会储存食物。 カラス 까마귀",
        "x".repeat(100_000),
        "word ".repeat(10_000),
        "[CLS] [SEP] [PAD] [MASK] [UNK]");
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void eachTextHasAVectorOfUnitLength(Purpose purpose) {
    List<float[]> vectors = embedder.embed(TEXTS, purpose);
    assertThat(vectors).hasSameSizeAs(TEXTS).allSatisfy(this::isUnitVector);
  }

  @Test
  void noTextsHaveNoVectors() {
    assertThat(embedder.embed(List.of(), Purpose.PASSAGE)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("oddTexts")
  void oddTextsHaveVectorsToo(String text) {
    isUnitVector(embedder.embed(List.of(text), Purpose.PASSAGE).getFirst());
    isUnitVector(embedder.embed(List.of(text), Purpose.QUERY).getFirst());
    assertThat(embedder.countTokens(text)).isNotNegative();
  }

  @Test
  void relatedTextsAreNearerThanUnrelatedOnes() {
    List<float[]> passages = embedder.embed(TEXTS.subList(0, 2), Purpose.PASSAGE);
    float[] question = embedder.embed(TEXTS.subList(3, 4), Purpose.QUERY).getFirst();
    assertThat(dot(question, passages.get(0))).isGreaterThan(dot(question, passages.get(1)));
  }

  @Test
  void aTextHasTheSameVectorInAnyCompany() {
    List<float[]> together = embedder.embed(TEXTS, Purpose.PASSAGE);
    for (int i = 0; i < TEXTS.size(); i++) {
      float[] alone = embedder.embed(List.of(TEXTS.get(i)), Purpose.PASSAGE).getFirst();
      if (batchTolerance() == 0) {
        assertThat(together.get(i)).isEqualTo(alone);
      }
      assertThat(dot(together.get(i), alone)).isCloseTo(1, within(batchTolerance() + 1e-5));
    }
  }

  @Test
  void threadsMayShareTheEmbedder() throws InterruptedException, ExecutionException {
    List<float[]> expected = embedder.embed(TEXTS, Purpose.PASSAGE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<float[]>>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(threads.submit(() -> embedder.embed(TEXTS, Purpose.PASSAGE)));
      }
      for (Future<List<float[]>> result : results) {
        for (int i = 0; i < TEXTS.size(); i++) {
          assertThat(dot(result.get().get(i), expected.get(i)))
              .isCloseTo(1, within(batchTolerance() + 1e-5));
        }
      }
    }
  }

  @Test
  void longerTextsHaveMoreTokens() {
    int one = embedder.countTokens("raven");
    assertThat(one).isPositive();
    assertThat(embedder.countTokens("raven ".repeat(1000))).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void anInterruptEndsTheCallAndLeavesTheEmbedderUsable() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> embedder.embed(TEXTS, Purpose.PASSAGE))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(embedder.embed(TEXTS, Purpose.PASSAGE)).hasSameSizeAs(TEXTS);
  }

  @Test
  void aClosedEmbedderSaysSo() {
    TextEmbedder other = open();
    other.close();
    other.close();
    assertThatThrownBy(() -> other.embed(TEXTS, Purpose.PASSAGE))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.countTokens("raven")).isInstanceOf(IllegalStateException.class);
  }

  private void isUnitVector(float[] vector) {
    assertThat(vector).hasSize(embedder.dimensions());
    assertThat(dot(vector, vector)).isCloseTo(1, within(1e-4));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
