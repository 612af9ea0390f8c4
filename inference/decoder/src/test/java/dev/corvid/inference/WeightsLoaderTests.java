package dev.corvid.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsLoaderTests {
  private static final long SEED = Long.getLong("corvid.seed", 20251122L);
  private static final int[] TOKENS = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};

  @TempDir Path folder;

  @Test
  void pairsOfNeighboursAndOfHalvesComputeTheSame() throws IOException {
    float[] llama = logits(new TinyModel("llama", SEED));
    float[] qwen2 = logits(new TinyModel("qwen2", SEED));
    for (int i = 0; i < llama.length; i++) {
      assertThat(llama[i]).as("[%d], seed %d", i, SEED).isCloseTo(qwen2[i], within(1e-4f));
    }
  }

  @Test
  void biasesAndFrequencyFactorsCount() throws IOException {
    float[] plain = logits(new TinyModel("llama", SEED));
    float[] bias = new float[32];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = i % 3 - 1;
    }
    assertThat(logits(new TinyModel("llama", SEED).set("blk.0.attn_q.bias", bias, 32)))
        .isNotEqualTo(plain);
    assertThat(
            logits(
                new TinyModel("llama", SEED).set("rope_freqs.weight", new float[] {1, 2, 3, 4}, 4)))
        .isNotEqualTo(plain);
    assertThat(
            logits(
                new TinyModel("llama", SEED).set("rope_freqs.weight", new float[] {1, 1, 1, 1}, 4)))
        .isEqualTo(plain);
  }

  @Test
  void namesAnUnknownArchitectureAndTheKnownOnes() {
    assertRefused(new TinyModel("mamba", SEED), "'mamba'", "llama, qwen2");
  }

  @Test
  void namesTheKeyTheRuleAndTheValue() {
    assertRefused(llama().integer("context_length", 0), "llama.context_length", "1..", "is 0");
    assertRefused(llama().integer("block_count", 0), "llama.block_count", "is 0");
    assertRefused(llama().integer("attention.head_count", 5), "multiple of 2", "is 5");
    assertRefused(llama().integer("attention.head_count_kv", 3), "multiple of 3", "is 4");
    assertRefused(llama().integer("attention.head_count", 0), "attention.head_count", "is 0");
    assertRefused(llama().integer("embedding_length", -1), "llama.embedding_length");
    assertRefused(llama().integer("rope.dimension_count", 7), "even", "is 7");
    assertRefused(llama().integer("rope.dimension_count", 10), "2..8", "is 10");
    assertRefused(llama().number("rope.freq_base", 0), "> 0");
    assertRefused(llama().number("attention.layer_norm_rms_epsilon", Float.NaN), "rms_epsilon");
    assertRefused(llama().integer("expert_count", 8), "expert_count", "8");
    assertRefused(llama().string("rope.scaling.type", "yarn"), "yarn", "linear");
    assertRefused(llama().integer("attention.value_length", 16), "value_length", "16");
  }

  @Test
  void namesAMissingAndAMisshapenTensor() {
    assertRefused(llama().without("blk.1.ffn_up.weight"), "'blk.1.ffn_up.weight' is missing");
    assertRefused(llama().without("token_embd.weight"), "'token_embd.weight' is missing");
    assertRefused(
        new TinyModel("qwen2", SEED).without("blk.0.attn_k.bias"),
        "'blk.0.attn_k.bias' is missing");
    assertRefused(
        llama().set("blk.0.attn_q.weight", new float[32 * 16], 32, 16),
        "'blk.0.attn_q.weight' must have the shape [32, 32], has [32, 16]");
    assertRefused(llama().integer("block_count", 3), "'blk.2.attn_norm.weight' is missing");
  }

  @Test
  void refusesATensorThatItWouldIgnore() {
    assertRefused(
        llama().set("blk.0.attn_output.bias", new float[32], 32), "'blk.0.attn_output.bias'");
  }

  @Test
  void refusesAVocabularyOfAnotherSize() {
    assertRefused(
        llama().set("token_embd.weight", new float[32 * 260], 32, 260), "263 tokens, has 260");
  }

  @Test
  void weightsThatAreNotNumbersAreReported() throws IOException {
    float[] norm = new float[32];
    Arrays.fill(norm, Float.NaN);
    Path path = write(llama().set("output_norm.weight", norm, 32));
    try (var model = LocalLanguageModel.open(path, ModelSettings.defaults())) {
      Prompt prompt = Prompt.text("hello");
      assertThatThrownBy(
              () -> model.generate(prompt, GenerationOptions.greedy(2), GenerationListener.SILENT))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("not finite");
      assertThatThrownBy(() -> model.score(prompt, "x", GenerationListener.SILENT))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("not finite");
    }
  }

  @Test
  void aDamagedFileIsRefusedOrStillWrites() throws IOException {
    byte[] whole = llama().writer().bytes();
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      byte[] damaged = whole.clone();
      if (round % 4 == 0) {
        damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
      } else {
        for (int flips = 0; flips < 1 + round % 8; flips++) {
          // The first bytes hold what has a structure; weights are only numbers.
          int at = random.nextInt(round % 2 == 0 ? 9000 : damaged.length);
          damaged[at] ^= (byte) (1 << random.nextInt(8));
        }
      }
      Path path = Files.write(folder.resolve("damaged.gguf"), damaged);
      try (var model = LocalLanguageModel.open(path, new ModelSettings(1, 16))) {
        model.generate(
            Prompt.text("hello"), GenerationOptions.greedy(2), GenerationListener.SILENT);
      } catch (InferenceException e) {
        assertThat(e.getMessage()).as("seed %d, round %d", SEED, round).contains("damaged.gguf");
      }
    }
  }

  private static TinyModel llama() {
    return new TinyModel("llama", SEED);
  }

  private void assertRefused(TinyModel model, String... parts) {
    assertThatThrownBy(
            () -> LocalLanguageModel.open(write(model), ModelSettings.defaults()).close())
        .isInstanceOf(ModelFileException.class)
        .hasMessageContainingAll(parts);
  }

  private Path write(TinyModel model) throws IOException {
    return model.writer().writeTo(folder.resolve("tiny-model.gguf"));
  }

  private float[] logits(TinyModel model) throws IOException {
    try (Engine engine = Engine.open(write(model), 1);
        Session session = engine.fresh()) {
      engine.read(session, TOKENS, TOKENS.length, done -> {});
      return engine.next().clone();
    }
  }
}
