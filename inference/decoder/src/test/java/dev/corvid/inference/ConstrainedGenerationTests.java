package dev.corvid.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.CorvidException;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import dev.corvid.inference.internal.constraint.Judge;
import dev.corvid.inference.internal.constraint.RandomSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Constraints over whole generations: with logits at random over a real vocabulary, and with a
/// model of random weights.
class ConstrainedGenerationTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261127L);
  private static final Prompt PROMPT = Prompt.text("hello");

  private static Tokenizer smollm;

  @TempDir static Path folder;

  @BeforeAll
  static void readVocabulary() {
    try (ModelFile file = ModelFile.open(TestModels.path("smollm2-135m"))) {
      smollm = Tokenizer.of(file);
    }
  }

  @Test
  void randomChoicesOverARealVocabularyAlwaysFulfilTheSchemaWithinTheirTokens() {
    Random random = new Random(SEED);
    RandomSchemas schemas = new RandomSchemas(random);
    Guides guides = new Guides(smollm);
    float[] noise = new float[1 << 17];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    int texts = 0;
    for (int round = 0; round < 25; round++) {
      String schema = schemas.next();
      try {
        for (int budget : new int[] {1, 2, 3, 5, 8, 13, 21, 40, 100}) {
          texts += write(guides, schema, budget, noise, random) ? 1 : 0;
        }
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed %d, round %d: %s".formatted(SEED, round, schema), e);
      }
    }
    assertThat(texts).isGreaterThan(80);
  }

  /// @return whether the schema can be fulfilled with so many tokens
  private static boolean write(
      Guides guides, String schema, int budget, float[] noise, Random random) {
    Guide guide;
    try {
      guide = guides.of(Constraint.JsonSchema.strict(schema), budget);
    } catch (ConstraintException e) {
      assertThat(e.getMessage()).containsAnyOf("nothing fulfils", "there is room for " + budget);
      return false;
    }
    GenerationOptions options =
        GenerationOptions.greedy(budget).withTemperature(1).withSeed(random.nextLong());
    Sampler sampler = Sampler.of(random.nextBoolean() ? options.withTopK(3) : options);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int written = 0;
    Guide.Step step = guide.begin(budget);
    while (true) {
      for (int token : step.tokens()) {
        assertThat(smollm.isText(token)).isTrue();
        text.writeBytes(smollm.bytes(token));
        written++;
      }
      assertThat(written).isLessThanOrEqualTo(budget);
      if (step.end().isPresent() || written == budget) {
        new Judge(schema).requireValid(text.toByteArray());
        return true;
      }
      float[] logits = logits(noise, random);
      guide.restrict(logits);
      step = guide.take(sampler.sample(logits), budget - written);
    }
  }

  private static float[] logits(float[] noise, Random random) {
    float[] logits = new float[smollm.vocabularySize()];
    System.arraycopy(noise, random.nextInt(noise.length - logits.length), logits, 0, logits.length);
    // Often what ends or separates, since texts would seldom get anywhere otherwise.
    for (String likely : List.of("\"", "\",", "\"}", "}", "]", ",", ", ", ":", " ", "1")) {
      logits[smollm.encode(likely)[0]] += 6 * random.nextFloat();
    }
    return logits;
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2"})
  void aModelOfRandomWeightsFulfilsSchemas(String architecture) throws IOException {
    Random random = new Random(SEED);
    RandomSchemas schemas = new RandomSchemas(random);
    Path file = new TinyModel(architecture, SEED).writer().writeTo(folder.resolve(architecture));
    try (LocalLanguageModel model =
        LocalLanguageModel.open(file, ModelSettings.defaults().withThreads(1))) {
      for (int round = 0; round < 150; round++) {
        String schema = schemas.next();
        GenerationOptions options = options(random, schema);
        try {
          Completion completion = model.generate(PROMPT, options, GenerationListener.SILENT);
          assertThat(completion.tokens()).hasSizeLessThanOrEqualTo(options.maxTokens());
          new Judge(schema).requireValid(completion.text());
          assertThat(model.tokenizer().decode(ids(completion))).isEqualTo(completion.text());
        } catch (ConstraintException e) {
          assertThat(e.getMessage()).containsAnyOf("nothing fulfils", "there is room for");
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError(
              "seed %d, round %d: %s, %s".formatted(SEED, round, schema, options), e);
        }
      }
    }
  }

  private static GenerationOptions options(Random random, String schema) {
    GenerationOptions greedy =
        GenerationOptions.greedy(1 + random.nextInt(80))
            .withConstraint(Constraint.JsonSchema.strict(schema));
    return switch (random.nextInt(4)) {
      case 0 -> greedy;
      case 1 -> greedy.withTemperature(1).withSeed(random.nextLong());
      case 2 -> greedy.withTemperature(2).withTopK(4).withSeed(random.nextLong());
      default ->
          greedy.withTemperature(0.7).withTopP(0.9).withMinP(0.05).withSeed(random.nextLong());
    };
  }

  private static int[] ids(Completion completion) {
    return completion.tokens().stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void whatIsCertainIsWrittenAtOnceInTheTokenizersOwnTokens() {
    String schema =
        """
        {"type":"object","required":["departure_station","kind"],"properties":{
          "departure_station":{"type":"string"},"kind":{"const":"train"}}}
        """;
    Guide guide = new Guides(smollm).of(Constraint.JsonSchema.strict(schema), 100);
    Guide.Step first = guide.begin(100);
    int[] certain = smollm.encode("{\"departure_station\":");
    assertThat(first.end()).isEmpty();
    assertThat(smollm.decode(first.tokens())).startsWith("{\"departure_station");
    assertThat(certain).startsWith(first.tokens()).hasSize(first.tokens().length + 1);
    choose(guide, "\":");
    choose(guide, "\"");
    Guide.Step after = choose(guide, "\",");
    assertThat(smollm.decode(after.tokens())).isEqualTo("\",");
    Guide.Step key = choose(guide, "\"");
    assertThat(smollm.decode(key.tokens())).isEqualTo("\"kind");
    choose(guide, "\":");
    Guide.Step last = choose(guide, "\"");
    assertThat(smollm.decode(last.tokens())).isEqualTo("\"train\"}");
    assertThat(last.end()).contains(StopReason.CONSTRAINT);
  }

  /// Let the model choose the token of this text.
  private static Guide.Step choose(Guide guide, String text) {
    int[] tokens = smollm.encode(text);
    assertThat(tokens).hasSize(1);
    float[] logits = new float[smollm.vocabularySize()];
    guide.restrict(logits);
    assertThat(logits[tokens[0]]).as(text).isZero();
    return guide.take(tokens[0], 60);
  }

  @Test
  void aNumberAloneEndsWhereTheModelEndsIt() {
    Guide guide = new Guides(smollm).of(Constraint.JsonSchema.strict("{\"type\":\"integer\"}"), 9);
    float[] logits = new float[smollm.vocabularySize()];
    guide.restrict(logits);
    int end = smollm.eos().orElseThrow();
    assertThat(logits[end]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(guide.take(smollm.encode("4")[0], 9).end()).isEmpty();
    logits = new float[smollm.vocabularySize()];
    guide.restrict(logits);
    assertThat(logits[end]).isZero();
    assertThat(logits[smollm.encode("2")[0]]).isZero();
    assertThat(logits[smollm.encode("a")[0]]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(guide.take(end, 8).end()).contains(StopReason.END);
  }

  @Test
  void specialTokensAndTheirTextsNeverComeInside() throws IOException {
    Tokenizer tiny = TinyVocabulary.tokenizer(folder);
    Guide guide = new Guides(tiny).of(Constraint.JsonSchema.strict("{\"type\":\"string\"}"), 9);
    guide.take('"', 9);
    float[] logits = new float[tiny.vocabularySize()];
    guide.restrict(logits);
    for (int special : new int[] {TinyVocabulary.START, TinyVocabulary.END, TinyVocabulary.TOOL}) {
      assertThat(logits[special]).isEqualTo(Float.NEGATIVE_INFINITY);
    }
    assertThat(logits[tiny.encode("hello")[0]]).isZero();
  }

  @Test
  void aSchemaThatNeedsMoreTokensSaysHowMany() throws IOException {
    Guides guides = new Guides(TinyVocabulary.tokenizer(folder));
    Constraint schema = Constraint.JsonSchema.strict("{\"const\":\"hello\"}");
    assertThatExceptionOfType(ConstraintException.class)
        .isThrownBy(() -> guides.of(schema, 2))
        .withMessageContaining("3 tokens")
        .withMessageContaining("room for 2")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(CorvidException.Kind.INPUT))
        .satisfies(e -> assertThat(e.code()).isEqualTo("constraint"));
    assertThat(guides.of(schema, 3).begin(3).end()).contains(StopReason.CONSTRAINT);
    String levels =
        "{\"$ref\":\"#/$defs/0\",\"$defs\":{"
            + String.join(
                ",",
                IntStream.range(0, 64)
                    .mapToObj(
                        i ->
                            ("\"%d\":{\"type\":\"array\",\"minItems\":2,\"items\":"
                                    + "{\"$ref\":\"#/$defs/%d\"}}")
                                .formatted(i, i + 1))
                    .toList())
            + ",\"64\":{\"const\":1}}}";
    assertThatThrownBy(() -> guides.of(Constraint.JsonSchema.strict(levels), 1000))
        .isInstanceOf(ConstraintException.class)
        .hasMessageContaining("no end");
    String wide = "{\"type\":\"array\",\"minItems\":900000000,\"items\":{\"const\":1}}";
    assertThatThrownBy(() -> guides.of(Constraint.JsonSchema.strict(wide), 1000))
        .isInstanceOf(ConstraintException.class)
        .hasMessageContaining("1,800,000,001 bytes");
  }

  @Test
  void aTextThatRunsOutOfTokensIsClosed() throws IOException {
    Tokenizer tiny = TinyVocabulary.tokenizer(folder);
    Guide guide = new Guides(tiny).of(Constraint.JsonSchema.strict("{\"type\":\"string\"}"), 4);
    assertThat(guide.begin(4).tokens()).isEmpty();
    assertThat(guide.take('"', 4).end()).isEmpty();
    assertThat(guide.take('x', 3).end()).isEmpty();
    // A character of three bytes does not fit any more.
    Guide.Step closed = guide.take("日".getBytes(StandardCharsets.UTF_8)[0] & 0xFF, 2);
    assertThat(closed.end()).contains(StopReason.LENGTH);
    assertThat(closed.tokens()).containsExactly('"');
  }

  @Test
  void aConstraintIsCheckedWithoutAModel() {
    assertThat(LocalLanguageModel.check(Constraint.NONE)).isEmpty();
    String schema = "{\"type\":\"string\",\"pattern\":\"x\"}";
    assertThat(LocalLanguageModel.check(Constraint.JsonSchema.lenient(schema)))
        .containsExactly("/pattern");
    assertThatExceptionOfType(ConstraintException.class)
        .isThrownBy(() -> LocalLanguageModel.check(Constraint.JsonSchema.strict(schema)))
        .withMessageContaining("'pattern' at /pattern")
        .satisfies(e -> assertThat(e.remedy()).isNotBlank());
  }
}
