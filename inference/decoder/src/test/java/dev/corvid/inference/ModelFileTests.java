package dev.corvid.inference;

import static dev.corvid.inference.GgufWriter.ints;
import static dev.corvid.inference.GgufWriter.longs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTests {
  @TempDir Path folder;

  @Test
  void readsWhatWasWritten() throws IOException {
    GgufWriter writer =
        new GgufWriter()
            .string("general.name", "tiny – ü")
            .unsigned("count", 7)
            .integer("negative", -7)
            .number("epsilon", 1e-5f)
            .flag("flag", true)
            .strings("words", List.of("a", "", "日本"))
            .integers("numbers", 1, -2, 3)
            .tensor("w", TensorType.F32, ints(1, 2, 3, 4, 5, 6), 2, 3)
            .tensor("q", TensorType.Q8_0, new byte[34], 32);
    try (ModelFile file = open(writer.bytes())) {
      Metadata metadata = file.metadata();
      assertThat(metadata.string("general.name")).isEqualTo("tiny – ü");
      assertThat(metadata.integer("count")).isEqualTo(7);
      assertThat(metadata.integer("negative", 1)).isEqualTo(-7);
      assertThat(metadata.number("epsilon")).isCloseTo(1e-5, within(1e-12));
      assertThat(metadata.number("count")).isEqualTo(7);
      assertThat(metadata.flag("flag", false)).isTrue();
      assertThat(metadata.strings("words").size()).isEqualTo(3);
      assertThat(metadata.strings("words").get(2)).isEqualTo("日本");
      assertThat(metadata.integers("numbers")).containsExactly(1, -2, 3);
      assertThat(file.tensors().keySet()).containsExactly("w", "q");
      Tensor w = file.tensor("w");
      assertThat(w.type()).isEqualTo(TensorType.F32);
      assertThat(w.shape()).containsExactly(2L, 3L);
      assertThat(w.weights()).isEqualTo(6);
      assertThat(w.data().toArray(ValueLayout.JAVA_INT)).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(file.tensor("q").data().byteSize()).isEqualTo(34);
    }
  }

  @Test
  void fallsBackWhereAKeyIsAbsent() throws IOException {
    try (ModelFile file = open(new GgufWriter().bytes())) {
      assertThat(file.metadata().string("no", "x")).isEqualTo("x");
      assertThat(file.metadata().integer("no", 3)).isEqualTo(3);
      assertThat(file.metadata().strings("no").size()).isZero();
      failing(() -> file.metadata().string("no")).withMessageContaining("'no' is missing");
      failing(() -> file.tensor("no")).withMessageContaining("tensor 'no' is missing");
    }
  }

  @Test
  void namesTheKeyOfAWrongType() throws IOException {
    byte[] bytes = new GgufWriter().string("a", "x").unsigned("b", -1).bytes();
    try (ModelFile file = open(bytes)) {
      failing(() -> file.metadata().integer("a")).withMessageContaining("'a' must be an integer");
      failing(() -> file.metadata().integer("b")).withMessageContaining("is 4294967295");
      failing(() -> file.metadata().string("b", "x")).withMessageContaining("must be a string");
    }
  }

  @Test
  void anUnsupportedTypeIsAnErrorOnlyWhenTheWeightsAreUsed() throws IOException {
    byte[] bytes = new GgufWriter().tensor("w", 10, new byte[84], 256).bytes();
    try (ModelFile file = open(bytes)) {
      Tensor tensor = file.tensor("w");
      assertThat(tensor.shape()).containsExactly(256L);
      failing(tensor::type)
          .withMessageContaining("'w' has the type Q2_K")
          .withMessageContaining("Q6_K");
      failing(tensor::data).withMessageContaining("Q2_K");
    }
  }

  @Test
  void saysWhereATruncatedFileEnds() {
    byte[] bytes = new GgufWriter().tensor("w", TensorType.F32, new byte[400], 100).bytes();
    damaged(Arrays.copyOf(bytes, bytes.length - 1))
        .withMessageContaining("truncated: tensor 'w' ends at byte")
        .withMessageContaining("the file has " + (bytes.length - 1))
        .satisfies(e -> assertThat(e.remedy()).contains("Pull the model again"));
  }

  @Test
  void refusesWhatIsNoGgufV3() {
    damaged(new byte[0]).withMessageContaining("the file is empty");
    damaged(new byte[] {1, 2}).withMessageContaining("the magic number ends at byte 4");
    damaged("<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII))
        .withMessageContaining("must start with GGUF");
    damaged(changed(4, ints(2))).withMessageContaining("version must be 3, is 2");
    damaged(changed(4, ints(Integer.reverseBytes(3)))).withMessageContaining("big-endian");
    damaged(changed(8, longs(-1))).withMessageContaining("tensor_count must be at most");
    damaged(changed(16, longs(1L << 40)))
        .withMessageContaining("metadata_kv_count must be at most");
  }

  @Test
  void refusesMalformedMetadata() {
    GgufWriter twice = new GgufWriter().integer("a", 1).integer("a", 2);
    damaged(twice.bytes()).withMessageContaining("'a' must occur once");
    damaged(new GgufWriter().entry("a", 13, ints(0)).bytes())
        .withMessageContaining("unknown type 13");
    damaged(new GgufWriter().entry("a", 7, new byte[] {2}).bytes())
        .withMessageContaining("'a' must be 0 or 1");
    damaged(new GgufWriter().entry("a", 8, longs(Long.MAX_VALUE)).bytes())
        .withMessageContaining("'a' ends at byte 2^63 or later");
    byte[] hugeArray = new GgufWriter().entry("a", 9, join(ints(4), longs(1L << 60))).bytes();
    damaged(hugeArray).withMessageContaining("room for");
    byte[] nested = new GgufWriter().entry("a", 9, join(ints(9), longs(1))).bytes();
    damaged(nested).withMessageContaining("arrays of arrays are not supported");
    damaged(new GgufWriter().unsigned("general.alignment", 24).bytes())
        .withMessageContaining("general.alignment must be a power of two");
  }

  @Test
  void refusesMalformedTensors() {
    damaged(new GgufWriter().info("w", 0, 0, 1, 1, 1, 1, 1).bytes())
        .withMessageContaining("1 to 4 dimensions, has 5");
    damaged(new GgufWriter().info("w", 0, 0, 1L << 40, 1L << 40).bytes())
        .withMessageContaining("dimension 0 must be from 1");
    damaged(new GgufWriter().info("w", 0, 0, 0).bytes()).withMessageContaining("is 0");
    damaged(new GgufWriter().info("w", 0, 8, 1).bytes())
        .withMessageContaining("offset must be a multiple of 32");
    damaged(new GgufWriter().info("w", 0, Long.MAX_VALUE - 31, 1).bytes())
        .withMessageContaining("truncated");
    damaged(new GgufWriter().info("w", 8, 0, 33).bytes())
        .withMessageContaining("dimension 0 must be a multiple of 32 for Q8_0, is 33");
    damaged(new GgufWriter().tensor("w", 0, new byte[4], 1).tensor("w", 0, new byte[4], 1).bytes())
        .withMessageContaining("'w' must occur once");
  }

  @Test
  void reportsAnAbsentFileAndADirectory() {
    failing(() -> ModelFile.open(folder.resolve("no.gguf")))
        .withMessageContaining("there is no such file");
    failing(() -> ModelFile.open(folder)).withMessageContaining("is a directory");
  }

  @Test
  void closingTwiceDoesNothing() throws IOException {
    ModelFile file = open(new GgufWriter().bytes());
    file.close();
    file.close();
  }

  private ModelFile open(byte[] bytes) throws IOException {
    return ModelFile.open(Files.write(folder.resolve("model.gguf"), bytes));
  }

  private ThrowableAssertAlternative<ModelFileException> damaged(byte[] bytes) {
    return failing(() -> open(bytes).close())
        .withMessageContaining(folder.resolve("model.gguf").toString());
  }

  private static ThrowableAssertAlternative<ModelFileException> failing(ThrowingCallable action) {
    return assertThatExceptionOfType(ModelFileException.class).isThrownBy(action);
  }

  private static byte[] changed(int at, byte[] value) {
    byte[] bytes = new GgufWriter().bytes();
    System.arraycopy(value, 0, bytes, at, value.length);
    return bytes;
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
