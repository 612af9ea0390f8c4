package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTests {
  private static final List<Question> QUESTIONS =
      IntStream.range(0, 1000)
          .mapToObj(i -> new Question("q" + i, "?", List.of(), List.of(), true))
          .toList();

  @Test
  void drawsTheSameQuestionsForTheSameSeed() {
    assertThat(new Sample(60, 7, Set.of()).of(QUESTIONS))
        .hasSize(60)
        .doesNotHaveDuplicates()
        .isEqualTo(new Sample(60, 7, Set.of()).of(QUESTIONS))
        .isNotEqualTo(new Sample(60, 8, Set.of()).of(QUESTIONS));
  }

  @Test
  void drawsOverTheWholeSet() {
    assertThat(new Sample(60, 7, Set.of()).of(QUESTIONS))
        .anyMatch(question -> QUESTIONS.indexOf(question) > 900)
        .anyMatch(question -> QUESTIONS.indexOf(question) < 100);
  }

  @Test
  void aLargerLimitOnlyAdds() {
    assertThat(new Sample(90, 7, Set.of()).of(QUESTIONS))
        .startsWith(new Sample(30, 7, Set.of()).of(QUESTIONS).toArray(Question[]::new));
  }

  @Test
  void leavesOutWhatIsExcluded() {
    Set<String> tuning = Set.of(new Sample(1, 7, Set.of()).of(QUESTIONS).getFirst().id());

    assertThat(new Sample(1000, 7, tuning).of(QUESTIONS))
        .hasSize(999)
        .noneMatch(question -> tuning.contains(question.id()));
  }
}
