package dev.corvid.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the bytes, a model file opens or is refused with a [ModelFileException].
class ModelFileFuzzTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261122L);
  private static final int MUTATIONS = 2000;
  private static final long[] HOSTILE = {
    0, 1, 8, 9, 255, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 1L << 40, Long.MAX_VALUE, -1, -32
  };

  @TempDir Path folder;

  @Test
  void everyTruncationIsRefusedOrHarmless() throws IOException {
    byte[] bytes = compact();
    for (int length = 0; length < bytes.length; length++) {
      use(Arrays.copyOf(bytes, length), "first " + length + " bytes");
    }
    assertThat(use(bytes, "all bytes")).isTrue();
    assertThat(use(Arrays.copyOf(bytes, bytes.length - 1), "one byte less")).isFalse();
  }

  @Test
  void everyMutationIsRefusedOrHarmless() throws IOException {
    List<byte[]> originals = List.of(compact(), TinyVocabulary.writer("qwen2").bytes());
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = originals.get(i % originals.size()).clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutate(bytes, random);
      }
      refused += use(bytes, "mutation " + i + " of seed " + SEED) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 10);
  }

  private static void mutate(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0 : 255);
      default -> {
        long value = HOSTILE[random.nextInt(HOSTILE.length)];
        for (int i = 0; i < 8 && at + i < bytes.length; i++) {
          bytes[at + i] = (byte) (value >>> 8 * i);
        }
      }
    }
  }

  /// Open the file and touch all of it; whether that went well.
  private boolean use(byte[] bytes, String what) throws IOException {
    Path path = Files.write(folder.resolve("fuzz.gguf"), bytes);
    boolean[] used = {false};
    assertThatNoException()
        .as(what)
        .isThrownBy(
            () -> {
              try (ModelFile file = ModelFile.open(path)) {
                used[0] = touch(file);
              } catch (ModelFileException e) {
                assertThat(e).hasMessageContaining("fuzz.gguf");
              }
            });
    return used[0];
  }

  private static boolean touch(ModelFile file) {
    for (Tensor tensor : file.tensors().values()) {
      tensor.data().toArray(ValueLayout.JAVA_BYTE);
    }
    for (String key : file.metadata().keys()) {
      try {
        StringTable table = file.metadata().strings(key);
        for (int i = 0; i < table.size(); i++) {
          table.get(i);
        }
      } catch (ModelFileException e) {
        assertThat(e).hasMessageContaining("must be");
      }
    }
    Tokenizer tokenizer = Tokenizer.of(file);
    tokenizer.decode(tokenizer.encodeMarkup("hello <|end|> 日本"));
    return true;
  }

  /// A file with every kind of entry, small enough to be cut at every byte.
  private static byte[] compact() {
    return new GgufWriter()
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", "smollm")
        .strings("tokenizer.ggml.tokens", List.of("a", "b", "ab", "<|end|>"))
        .integers("tokenizer.ggml.token_type", 1, 1, 1, 3)
        .strings("tokenizer.ggml.merges", List.of("a b"))
        .flag("tokenizer.ggml.add_bos_token", false)
        .unsigned("tokenizer.ggml.eos_token_id", 3)
        .number("epsilon", 1e-5f)
        .tensor("a", TensorType.F32, new byte[32], 4, 2)
        .tensor("b", TensorType.Q8_0, new byte[34], 32)
        .tensor("c", TensorType.Q4_K, new byte[288], 256, 2)
        .bytes();
  }
}
