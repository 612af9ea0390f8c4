package dev.corvid.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Requester;
import dev.corvid.agent.Score;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import dev.corvid.test.LanguageModelContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LocalLanguageModelTests extends LanguageModelContract {
  private static LocalLanguageModel model;

  @BeforeAll
  static void load() {
    Path path = TestModels.path("smollm2-135m");
    model = LocalLanguageModel.open(path, ModelSettings.defaults().withContextLength(512));
  }

  @AfterAll
  static void unload() {
    model.close();
  }

  @Override
  protected LanguageModel model() {
    return model;
  }

  @Test
  void describesTheFileAndTheContextInUse() {
    assertThat(model.description()).isEqualTo(new LanguageModel.Description("smollm2-135m", 512));
    assertThat(model.loadTime()).isGreaterThan(Duration.ZERO);
  }

  @Test
  void computesASharedBeginningOnce() {
    String system = "You know everything about ravens, crows, jays and magpies.";
    Completion first = generate(chat(system, "Do ravens hide food?"));
    Completion second = generate(chat(system, "Do magpies sing?"));
    int shared = model.countTokens(chat(system, "")) - 10;
    assertThat(second.usage().cachedTokens()).isGreaterThanOrEqualTo(shared);
    assertThat(second.usage().cachedTokens()).isLessThan(second.usage().promptTokens());
    assertThat(generate(chat(system, "Do ravens hide food?")).text()).isEqualTo(first.text());
  }

  @Test
  void ofAnotherUsersPromptOnlyTheSystemsWordsAreKnown() {
    String system = "You know everything about ravens, crows, jays and magpies.";
    Prompt prompt = chat(system, "Where did I hide the key of my house, do you know?");
    Completion anns = Requester.as("ann", () -> generate(prompt));
    Completion bens = Requester.as("ben", () -> generate(prompt));
    Completion annsAgain = Requester.as("ann", () -> generate(prompt));
    int words = model.countTokens(Prompt.text(system));
    assertThat(bens.usage().cachedTokens()).isBetween(words, words + 10);
    assertThat(annsAgain.usage().cachedTokens()).isEqualTo(annsAgain.usage().promptTokens() - 2);
    assertThat(annsAgain.text()).isEqualTo(anns.text());
    assertThat(Requester.user()).isEmpty();
  }

  @Test
  void twoPromptsAlternateWithoutComputingTheirBeginningsAgain() {
    Prompt ravens = Prompt.text("Ravens are large black birds " + "that fly ".repeat(40));
    Prompt bread = Prompt.text("Bread is baked from flour " + "and water ".repeat(40));
    generate(ravens);
    generate(bread);
    for (Prompt prompt : new Prompt[] {ravens, bread, ravens}) {
      Completion again = generate(prompt);
      assertThat(again.usage().cachedTokens()).isEqualTo(again.usage().promptTokens() - 2);
    }
  }

  @Test
  void generationAfterAScoreOfTheSamePromptReadsTwoTokens() {
    Prompt prompt = chat("Answer with one word.", "Which bird is black and clever?");
    Score refusal = model.score(prompt, "I don't know.", GenerationListener.SILENT);
    assertThat(refusal.usage().promptTokens()).isGreaterThan(model.countTokens(prompt));
    Completion completion = generate(prompt);
    assertThat(completion.usage().cachedTokens()).isEqualTo(model.countTokens(prompt) - 2);
  }

  @Test
  void aKeptBeginningChangesScoresByRoundingOnly() {
    Prompt prompt =
        Prompt.text("The sky above the field was clear and the birds " + "sang ".repeat(9));
    model.score(Prompt.text("Something else entirely."), " x", GenerationListener.SILENT);
    Score fresh = model.score(prompt, " loudly in the trees", GenerationListener.SILENT);
    Score kept = model.score(prompt, " loudly in the trees", GenerationListener.SILENT);
    assertThat(kept.usage().cachedTokens()).isGreaterThan(fresh.usage().cachedTokens());
    for (int i = 0; i < fresh.logProbabilities().size(); i++) {
      assertThat(kept.logProbabilities().get(i))
          .isCloseTo(fresh.logProbabilities().get(i), within(0.2));
    }
  }

  @Test
  void scoresContinuationsLongerThanABatch() {
    String continuation = " tick tock".repeat(150);
    Score score =
        model.score(Prompt.text("The clock says"), continuation, GenerationListener.SILENT);
    assertThat(score.logProbabilities()).hasSize(model.tokenizer().encode(continuation).length);
    assertThat(score.logProbabilities().getLast()).isGreaterThan(-1.0);
  }

  @Test
  void generationEndsWhereTheContextEnds() {
    Prompt prompt = Prompt.text("a b c d ".repeat(122));
    int room = model.description().contextLength() - model.countTokens(prompt);
    assertThat(room).isBetween(1, 100);
    Completion completion =
        model.generate(prompt, GenerationOptions.greedy(200), GenerationListener.SILENT);
    assertThat(completion.tokens()).hasSizeLessThanOrEqualTo(room);
  }

  @Test
  void tellsHowLongAPromptMayBe() {
    assertThatThrownBy(() -> generate(Prompt.text("bird ".repeat(600))))
        .isInstanceOf(PromptTooLongException.class)
        .hasMessageContaining("512");
  }

  @Test
  void refusesAPromptWithoutTokens() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate(Prompt.text("")))
        .withMessageContaining("at least one token");
  }

  @Test
  void readsAFormOutOfASentence() {
    String schema =
        """
        {"type": "object",
         "properties": {
           "animal": {"enum": ["cat", "dog", "bird"]},
           "name": {"type": "string"},
           "age": {"type": "integer"},
           "friends": {"type": "array", "items": {"type": "string"}, "maxItems": 3}},
         "required": ["animal", "name", "age"]}
        """;
    Prompt prompt =
        chat(
            "Write what the user says as JSON.",
            "My dog is called Rex and is 7 years old. The dog's name is Rex. His age is 7.");
    GenerationOptions options =
        GenerationOptions.greedy(64).withConstraint(Constraint.JsonSchema.strict(schema));
    Completion completion = model.generate(prompt, options, GenerationListener.SILENT);
    assertThat(completion.text()).isEqualTo("{\"animal\": \"dog\", \"name\": \"Rex\", \"age\": 7}");
    assertThat(completion.stopReason()).isEqualTo(Completion.StopReason.CONSTRAINT);
  }

  @Test
  void measuresWithoutForgettingPrompts() {
    Prompt prompt = Prompt.text("Magpies recognise themselves in a mirror, which few birds do.");
    generate(prompt);
    SpeedSample sample = model.measure(16, 2);
    assertThat(sample.prefillTokensPerSecond()).isPositive();
    assertThat(sample.decodeTokensPerSecond()).isPositive();
    assertThat(generate(prompt).usage().cachedTokens()).isPositive();
  }

  @Test
  void aClosedModelSaysSo() {
    Path path = TestModels.path("smollm2-135m");
    LocalLanguageModel closed =
        LocalLanguageModel.open(path, ModelSettings.defaults().withThreads(1));
    closed.close();
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                closed.generate(
                    Prompt.text("x"), GenerationOptions.greedy(1), GenerationListener.SILENT));
  }

  private static Completion generate(Prompt prompt) {
    return model.generate(prompt, GenerationOptions.greedy(8), GenerationListener.SILENT);
  }

  private static Prompt chat(String system, String user) {
    return Prompt.chat(Message.system(system), Message.user(user));
  }
}
