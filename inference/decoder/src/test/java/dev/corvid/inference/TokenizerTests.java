package dev.corvid.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261122L);
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir Path folder;

  @Test
  void idsEqualLlamaCppsOnSmollm() throws IOException {
    assertGolden("smollm2-135m");
  }

  @Test
  @Tag("model")
  void idsEqualLlamaCppsOnQwen() throws IOException {
    assertGolden("qwen2.5-coder-0.5b");
  }

  private static void assertGolden(String model) throws IOException {
    Tokenizer tokenizer = tokenizer(TestModels.path(model));
    List<String> lines = Files.readAllLines(GOLDEN.resolve("tokens-" + model + ".tsv"));
    assertThat(lines).hasSizeGreaterThanOrEqualTo(200);
    for (String line : lines) {
      int tab = line.lastIndexOf('\t');
      String text = GoldenText.unescape(line.substring(0, tab));
      int[] ids =
          Arrays.stream(line.substring(tab + 1).split(" "))
              .filter(id -> !id.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      assertThat(tokenizer.encode(text)).as(line).containsExactly(ids);
    }
  }

  @Test
  void mergesByRank() throws IOException {
    Tokenizer tokenizer = TinyVocabulary.tokenizer(folder);
    assertThat(tokenizer.encode("hello")).containsExactly(259);
    assertThat(tokenizer.encode("helllo")).containsExactly(258, 'l', 'o');
    assertThat(tokenizer.encode("hé")).containsExactly('h', 0xC3, 0xA9);
    assertThat(tokenizer.encode("")).isEmpty();
  }

  @Test
  void namesOfSpecialTokensInDataAreText() throws IOException {
    Tokenizer tokenizer = TinyVocabulary.tokenizer(folder);
    String text = "a<|end|><tool>";
    assertThat(tokenizer.encode(text)).hasSize(text.length()).doesNotContain(TinyVocabulary.END);
    assertThat(tokenizer.encodeMarkup(text))
        .containsExactly('a', TinyVocabulary.END, TinyVocabulary.TOOL);
  }

  @Test
  void onlyMarkupBecomesSpecialAndTheRestIsEncodedAcrossItsBorders() throws IOException {
    Tokenizer tokenizer = TinyVocabulary.tokenizer(folder);
    String text = "<|end|>he<|end|>llo";
    int border = "<|end|>he".length();
    assertThat(tokenizer.encode(text, (from, to) -> to <= border).length)
        .isEqualTo(1 + 2 + "<|end|>".length() - 1 + 2);
    assertThat(tokenizer.encode("hello", (from, to) -> to <= 2)).containsExactly(259);
    // A name of which one character is data is no name.
    assertThat(tokenizer.encode("<|end|>", (from, to) -> from >= 1))
        .doesNotContain(TinyVocabulary.END);
  }

  @Test
  void knowsItsSpecialTokens() throws IOException {
    Tokenizer tokenizer = TinyVocabulary.tokenizer(folder);
    assertThat(tokenizer.vocabularySize()).isEqualTo(263);
    assertThat(tokenizer.bos()).hasValue(TinyVocabulary.START);
    assertThat(tokenizer.eos()).hasValue(TinyVocabulary.END);
    assertThat(tokenizer.isEnd(TinyVocabulary.END)).isTrue();
    assertThat(tokenizer.isEnd(TinyVocabulary.START)).isFalse();
    assertThat(tokenizer.isControl(TinyVocabulary.START)).isTrue();
    assertThat(tokenizer.addsBos()).isFalse();
    assertThat(tokenizer.piece(TinyVocabulary.END)).isEqualTo("<|end|>");
    assertThat(tokenizer.decode(259, TinyVocabulary.END, TinyVocabulary.TOOL, ' ', 'x'))
        .isEqualTo("hello<tool> x");
    assertThat(tokenizer.bytes(0xE6)).containsExactly(0xE6);
  }

  @Test
  void aLoneSurrogateCountsAsTheReplacementCharacter() throws IOException {
    Tokenizer tokenizer = TinyVocabulary.tokenizer(folder);
    assertThat(tokenizer.encode("a\uD83D b")).isEqualTo(tokenizer.encode("a\uFFFD b"));
    assertThat(tokenizer.encode("\uDE00\uD83D\uDE00\uD83D"))
        .isEqualTo(tokenizer.encode("\uFFFD😀\uFFFD"));
  }

  @Test
  void decodingGivesTheTextBack() throws IOException {
    Tokenizer tiny = TinyVocabulary.tokenizer(folder);
    Random random = new Random(SEED);
    for (int i = 0; i < 2000; i++) {
      String text = randomText(random);
      int[] tokens = tiny.encode(text);
      assertThat(tiny.decode(tokens)).as("text %d of seed %d", i, SEED).isEqualTo(text);
      assertThat(Arrays.stream(tokens).map(t -> tiny.bytes(t).length).sum())
          .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  private static String randomText(Random random) {
    String some = "hello  \t\r\n'sS1²٣.,<|end|>é日😀\u0301\u00a0\u2028ا";
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(40); n > 0; n--) {
      int c =
          random.nextInt(4) > 0
              ? some.codePointAt(some.offsetByCodePoints(0, random.nextInt(30)))
              : random.nextInt(Character.MAX_CODE_POINT + 1);
      text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 'x' : c);
    }
    return text.toString();
  }

  @Test
  void aMegabyteWithoutABreakTakesNoSquareOfItsLength() throws IOException {
    Tokenizer tokenizer = tokenizer(TestModels.path("smollm2-135m"));
    String text = "ab".repeat(1 << 19);
    assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    String spaces = " ".repeat(1 << 20);
    assertThat(tokenizer.decode(tokenizer.encode(spaces))).isEqualTo(spaces);
  }

  @Test
  void saysWhichTokenizersAreSupported() throws IOException {
    refused(
        TinyVocabulary.writer("mystery"), "tokenizer.ggml.pre is 'mystery'; supported are qwen2");
    refused(new GgufWriter().string("tokenizer.ggml.model", "llama"), "must be gpt2");
    refused(new GgufWriter().string("tokenizer.ggml.model", "gpt2"), "tokens must not be empty");
  }

  @Test
  void mergesOfUnknownTokensDoNotApply() throws IOException {
    GgufWriter writer =
        new GgufWriter()
            .string("tokenizer.ggml.model", "gpt2")
            .string("tokenizer.ggml.pre", "qwen2")
            .strings("tokenizer.ggml.tokens", List.of("a", "b"))
            .strings("tokenizer.ggml.merges", List.of("a b", "", " ", "c d", "a"));
    Tokenizer tokenizer = tokenizer(writer.writeTo(folder.resolve("odd.gguf")));
    assertThat(tokenizer.encode("abc")).containsExactly(0, 1);
  }

  private void refused(GgufWriter writer, String message) throws IOException {
    Path path = writer.writeTo(folder.resolve("bad.gguf"));
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> tokenizer(path))
        .withMessageContaining(message);
  }

  private static Tokenizer tokenizer(Path path) {
    try (ModelFile file = ModelFile.open(path)) {
      return Tokenizer.of(file);
    }
  }
}
